package io.leasehold.aws.internal.user;

import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;

/** Removes credentials that the broker never makes, and that somebody may have given a user by hand. */
final class OtherCredentials {

    private OtherCredentials() {}

    static void remove(IamClient iam, String name, Steps steps) {
        steps.remove(
                "DeleteLoginProfile",
                () -> iam.deleteLoginProfile(request -> request.userName(name).overrideConfiguration(steps.limit())));
        for (String serial : devices(iam, name, steps)) {
            steps.remove(
                    "DeactivateMFADevice",
                    () -> iam.deactivateMFADevice(request ->
                            request.userName(name).serialNumber(serial).overrideConfiguration(steps.limit())));
        }
        for (String id : certificates(iam, name, steps)) {
            steps.remove(
                    "DeleteSigningCertificate",
                    () -> iam.deleteSigningCertificate(
                            request -> request.userName(name).certificateId(id).overrideConfiguration(steps.limit())));
        }
        for (String id : sshKeys(iam, name, steps)) {
            steps.remove(
                    "DeleteSSHPublicKey",
                    () -> iam.deleteSSHPublicKey(
                            request -> request.userName(name).sshPublicKeyId(id).overrideConfiguration(steps.limit())));
        }
        for (String id : serviceCredentials(iam, name, steps)) {
            steps.remove(
                    "DeleteServiceSpecificCredential",
                    () -> iam.deleteServiceSpecificCredential(request -> request.userName(name)
                            .serviceSpecificCredentialId(id)
                            .overrideConfiguration(steps.limit())));
        }
    }

    private static List<String> devices(IamClient iam, String name, Steps steps) {
        return Absent.orEmpty(
                "ListMFADevices",
                () -> iam
                        .listMFADevicesPaginator(
                                request -> request.userName(name).overrideConfiguration(steps.limit()))
                        .mfaDevices()
                        .stream()
                        .map(device -> device.serialNumber())
                        .toList());
    }

    private static List<String> certificates(IamClient iam, String name, Steps steps) {
        return Absent.orEmpty(
                "ListSigningCertificates",
                () -> iam
                        .listSigningCertificatesPaginator(
                                request -> request.userName(name).overrideConfiguration(steps.limit()))
                        .certificates()
                        .stream()
                        .map(certificate -> certificate.certificateId())
                        .toList());
    }

    private static List<String> sshKeys(IamClient iam, String name, Steps steps) {
        return Absent.orEmpty(
                "ListSSHPublicKeys",
                () -> iam
                        .listSSHPublicKeysPaginator(
                                request -> request.userName(name).overrideConfiguration(steps.limit()))
                        .sshPublicKeys()
                        .stream()
                        .map(key -> key.sshPublicKeyId())
                        .toList());
    }

    private static List<String> serviceCredentials(IamClient iam, String name, Steps steps) {
        return Absent.orEmpty(
                "ListServiceSpecificCredentials",
                () -> iam
                        .listServiceSpecificCredentials(
                                request -> request.userName(name).overrideConfiguration(steps.limit()))
                        .serviceSpecificCredentials()
                        .stream()
                        .map(credential -> credential.serviceSpecificCredentialId())
                        .toList());
    }
}
