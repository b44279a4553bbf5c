package io.leasehold.database.harness;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Passwords;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Password policies of which each makes one password, so that a test can choose what it holds. */
final class FixedPasswords implements Passwords {

    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    void put(String policy, String password) {
        passwords.put(policy, password);
    }

    void remove(String policy) {
        passwords.remove(policy);
    }

    @Override
    public void require(String field, String policy) {
        if (!passwords.containsKey(policy)) {
            throw new InvalidRequestException(field, "there is no password policy named \"" + policy + "\"");
        }
    }

    @Override
    public SecretText generate(String policy) {
        String password = passwords.get(policy);
        if (password == null) {
            throw new NotFoundException("no password policy named \"" + policy + "\"");
        }
        return SecretText.of(password);
    }
}
