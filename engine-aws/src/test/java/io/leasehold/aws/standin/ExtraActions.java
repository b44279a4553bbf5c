package io.leasehold.aws.standin;

import java.util.HashMap;
import java.util.Map;

/** The other things that people hang on users. They are made by {@link FaultyAws#addExtra}. */
final class ExtraActions {

    private final Account account;

    ExtraActions(Account account) {
        this.account = account;
    }

    Map<String, Action> all() {
        Map<String, Action> actions = new HashMap<>(Map.of(
                "GetLoginProfile",
                this::loginProfile,
                "DeleteLoginProfile",
                (call, result) -> remove(call, Extra.LOGIN_PROFILE, account.userOrCaller(call).name),
                "DeactivateMFADevice",
                (call, result) ->
                        remove(call, Extra.MFA_DEVICE, call.parameters().required("SerialNumber")),
                "DeleteSigningCertificate",
                (call, result) -> remove(
                        call, Extra.SIGNING_CERTIFICATE, call.parameters().required("CertificateId")),
                "DeleteSSHPublicKey",
                (call, result) ->
                        remove(call, Extra.SSH_PUBLIC_KEY, call.parameters().required("SSHPublicKeyId")),
                "DeleteServiceSpecificCredential",
                (call, result) -> remove(
                        call,
                        Extra.SERVICE_SPECIFIC_CREDENTIAL,
                        call.parameters().required("ServiceSpecificCredentialId"))));
        actions.put("ListMFADevices", this::mfaDevices);
        actions.put("DeleteVirtualMFADevice", this::deleteMfaDevice);
        actions.put("ListSigningCertificates", this::certificates);
        actions.put("ListSSHPublicKeys", this::sshKeys);
        actions.put("ListServiceSpecificCredentials", this::serviceCredentials);
        return actions;
    }

    private void loginProfile(Call call, Xml result) {
        StandInUser user = account.userOrCaller(call);
        if (user.extras(Extra.LOGIN_PROFILE).isEmpty()) {
            throw AwsError.noSuchEntity("Login Profile for User " + user.name + " cannot be found.");
        }
        result.element(
                "LoginProfile",
                each -> each.text("UserName", user.name)
                        .date("CreateDate", user.created)
                        .text("PasswordResetRequired", false));
    }

    private void remove(Call call, Extra kind, String id) {
        if (!account.userOrCaller(call).extras(kind).remove(id)) {
            throw AwsError.noSuchEntity("The " + kind.what() + " " + id + " cannot be found.");
        }
    }

    private void deleteMfaDevice(Call call, Xml result) {
        String serial = call.parameters().required("SerialNumber");
        if (account.users.values().stream()
                .anyMatch(user -> user.extras(Extra.MFA_DEVICE).contains(serial))) {
            throw AwsError.deleteConflict("deactivate MFA device");
        }
        if (!account.mfaDevices.remove(serial)) {
            throw AwsError.noSuchEntity("VirtualMFADevice with serial number " + serial + " doesn't exist.");
        }
    }

    private void mfaDevices(Call call, Xml result) {
        StandInUser user = account.userOrCaller(call);
        page(call, user, Extra.MFA_DEVICE)
                .write(
                        result,
                        "MFADevices",
                        (xml, id) -> xml.text("UserName", user.name)
                                .text("SerialNumber", id)
                                .date("EnableDate", user.created));
    }

    private void certificates(Call call, Xml result) {
        StandInUser user = account.userOrCaller(call);
        page(call, user, Extra.SIGNING_CERTIFICATE)
                .write(
                        result,
                        "Certificates",
                        (xml, id) -> xml.text("UserName", user.name)
                                .text("CertificateId", id)
                                .text("CertificateBody", "-----BEGIN CERTIFICATE-----")
                                .text("Status", "Active")
                                .date("UploadDate", user.created));
    }

    private void sshKeys(Call call, Xml result) {
        StandInUser user = account.userOrCaller(call);
        page(call, user, Extra.SSH_PUBLIC_KEY)
                .write(
                        result,
                        "SSHPublicKeys",
                        (xml, id) -> xml.text("UserName", user.name)
                                .text("SSHPublicKeyId", id)
                                .text("Status", "Active")
                                .date("UploadDate", user.created));
    }

    private void serviceCredentials(Call call, Xml result) {
        StandInUser user = account.userOrCaller(call);
        page(call, user, Extra.SERVICE_SPECIFIC_CREDENTIAL)
                .write(
                        result,
                        "ServiceSpecificCredentials",
                        (xml, id) -> xml.text("UserName", user.name)
                                .text("Status", "Active")
                                .text("ServiceUserName", user.name + "-at-" + account.id)
                                .date("CreateDate", user.created)
                                .text("ServiceSpecificCredentialId", id)
                                .text("ServiceName", "codecommit.amazonaws.com"));
    }

    private Page<String> page(Call call, StandInUser user, Extra kind) {
        return Page.of(user.extras(kind), each -> each, call, account.pageSize);
    }
}
