"""The addresses of signing in."""

from django.urls import path

from yangguang.accounts import views

urlpatterns = [
    path("accounts/", views.account, name="account"),
    path("accounts/password/", views.change_password, name="change-password"),
    path("accounts/first-password/", views.first_password, name="first-password"),
    path("accounts/sessions/end/", views.end_sessions, name="end-sessions"),
    path("accounts/authenticator/", views.authenticator, name="authenticator"),
    path("accounts/authenticator/recovery/", views.recovery_codes, name="recovery-codes"),
    path("accounts/authenticator/remove/", views.remove_authenticator, name="remove-authenticator"),
    path("accounts/sign-in/", views.sign_in, name="sign-in"),
    path("accounts/sign-in/code/", views.ask_for_code, name="sign-in-code"),
    path("accounts/sign-in/code/enter/", views.enter_code, name="sign-in-code-entry"),
    path("accounts/sign-in/second/", views.second_step, name="sign-in-second"),
    path("accounts/sign-out/", views.sign_out, name="sign-out"),
    # The same page under the name that the office's shell links to.
    path("accounts/sign-out/", views.sign_out, name="wagtailadmin_logout"),
]
