"""Public addresses: a document's verification code, written as on paper."""

from django.urls import path, register_converter

from yangguang.documents import views


class VerificationCode:
    """Four groups of four; other addresses below /verify/ are the journal's."""

    regex = r"[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VerificationCode, "verification_code")

urlpatterns = [
    path("verify/documents/", views.ask, name="verify_documents"),
    path("verify/<verification_code:code>/", views.document, name="verify_document"),
]
