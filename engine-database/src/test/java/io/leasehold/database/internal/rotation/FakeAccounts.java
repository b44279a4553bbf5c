package io.leasehold.database.internal.rotation;

import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A server of accounts in memory: a fake, for faults at points where a real one cannot be made to fail. */
class FakeAccounts implements ManagedAccounts {

    final Map<String, String> passwords = new HashMap<>();
    final Set<String> locked = new HashSet<>();
    final Interruptions interruptions;

    boolean refuses;
    boolean ignores;
    int changes;

    FakeAccounts(Interruptions interruptions) {
        this.interruptions = interruptions;
    }

    @Override
    public void setPassword(ManagedAccount account, PasswordChange change) {
        interruptions.point("before the change");
        if (!passwords.containsKey(account.username())) {
            throw new TargetRefusedException("no account " + account.username(), false, null);
        }
        change.confirm();
        interruptions.point("after the confirmation");
        if (refuses) {
            throw new TargetRefusedException("the password does not please", false, null);
        }
        if (!ignores) {
            passwords.put(account.username(), account.password().reveal());
            changes++;
        }
        interruptions.point("after the change");
    }

    @Override
    public boolean accepts(String username, SecretText password, Duration timeLimit) {
        interruptions.point("before a login");
        boolean taken = !locked.contains(username) && password.reveal().equals(passwords.get(username));
        interruptions.point("after a login");
        return taken;
    }
}
