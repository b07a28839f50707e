import pytest

from yangguang.search import actions, engines, registry
from yangguang.search.models import Entry

from .corpus import KIND


@pytest.fixture
def index(db, settings, tmp_path):
    """An empty index, whose owner vouches for everything that has not been put into ``index.dead``."""
    settings.YANGGUANG_SEARCH_PATH = tmp_path / "search.sqlite3"
    registry.register(KIND, lambda uids: set(uids) - Index.dead)
    Index.dead = set()
    yield Index
    engines.current().empty()


class Index:
    dead: set[str] = set()

    @staticmethod
    def learn(documents):
        for document in documents:
            actions.put(document)
        while actions.apply():
            pass
        assert not Entry.objects.filter(position=None).exists()
