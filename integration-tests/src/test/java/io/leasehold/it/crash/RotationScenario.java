package io.leasehold.it.crash;

import io.leasehold.SecretBroker;
import java.util.Map;

/**
 * Each rotation of a password once: that of a new static role, on request at both spellings, of a pair, of the administrator,
 * and with the administrator's new password.
 */
final class RotationScenario {

    private RotationScenario() {}

    static void run(SecretBroker broker) {
        ManagedAccounts.writeRole(broker, ManagedAccounts.SINGLE);
        ManagedAccounts.rotate(broker, ManagedAccounts.SINGLE);
        ManagedAccounts.writeRole(broker, ManagedAccounts.PAIR);
        ManagedAccounts.rotateAdministrator(broker);
        broker.write(Roles.MOUNT + "/static-roles/" + ManagedAccounts.PAIR + "/rotate-credentials", Map.of());
    }
}
