"""The back-office addresses of this room."""

from django.urls import path

from yangguang.organisations.office import contacts, offers, people, posts, security, standins, tree

urlpatterns = [
    path("organisations/", tree.organisations, name="office-organisations"),
    path("organisations/new/", tree.establish, name="office-organisation-new"),
    path("organisations/<slug:code>/", tree.organisation, name="office-organisation"),
    path("organisations/<slug:code>/rename/", tree.rename, name="office-organisation-rename"),
    path("organisations/<slug:code>/amend/", tree.amend, name="office-organisation-amend"),
    path("organisations/<slug:code>/contact/", contacts.contact, name="office-organisation-contact"),
    path("organisations/<slug:code>/merge/", tree.merge, name="office-organisation-merge"),
    path("organisations/<slug:code>/posts/new/", posts.new_post, name="office-post-new"),
    path("posts/standard/", offers.standard, name="office-posts-standard"),
    path("security/", security.settings_in_force, name="office-security"),
    path("posts/<str:uid>/amend/", posts.amend_post, name="office-post-amend"),
    path("posts/<str:uid>/abolish/", posts.abolish_post, name="office-post-abolish"),
    path("posts/<str:uid>/appoint/", posts.appoint, name="office-appoint"),
    path("appointments/<str:uid>/end/", posts.end_appointment, name="office-appointment-end"),
    path("stand-ins/", standins.stand_ins, name="office-stand-ins"),
    path("stand-ins/<str:uid>/end/", standins.end, name="office-stand-in-end"),
    path("people/", people.people, name="office-people"),
    path("people/new/", people.take_on, name="office-person-new"),
    path("people/<str:uid>/", people.person, name="office-person"),
    path("people/<str:uid>/amend/", people.amend, name="office-person-amend"),
    path("people/<str:uid>/reset-password/", people.reset_password, name="office-person-reset"),
    path(
        "people/<str:uid>/reset-authenticator/",
        people.reset_authenticator,
        name="office-person-reset-authenticator",
    ),
    path("people/<str:uid>/disable/", people.disable, name="office-person-disable"),
    path("people/<str:uid>/enable/", people.enable, name="office-person-enable"),
    path("people/<str:uid>/unlock/", people.unlock, name="office-person-unlock"),
]
