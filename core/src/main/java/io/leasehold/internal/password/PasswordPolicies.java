package io.leasehold.internal.password;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.internal.entry.EntryFolder;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.policy.PolicyText;
import io.leasehold.internal.policy.PolicyTexts;
import io.leasehold.internal.text.Nearest;
import io.leasehold.internal.text.Printable;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Passwords;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The broker's named password policies, stored sealed. Changes by other instances are seen within two seconds. Thread-safe. */
public final class PasswordPolicies implements Passwords {

    private static final String FOLDER = "core/policy/password/";
    private static final String FIELD = "policy";

    /** No name is longer, so there is no need to ask the store. */
    private static final int LONGEST_NAME = 255;

    /** How many passwords are drawn before a policy is stored. */
    private static final int TRIALS = 20;

    /** What a password should carry at least, in bits. */
    private static final double ENOUGH = 64;

    private final SealedEntries sealed;
    private final EntryStore entries;
    private final PolicyTexts texts;
    private final SecureRandom random;

    /**
     * Creates the view.
     *
     * @param sealed sealed entries
     * @param entries the store, for lists
     * @param texts reads policy texts
     * @param random randomness of the passwords
     */
    public PasswordPolicies(SealedEntries sealed, EntryStore entries, PolicyTexts texts, SecureRandom random) {
        this.sealed = sealed;
        this.entries = entries;
        this.texts = texts;
        this.random = random;
    }

    /**
     * A policy as it is stored: what was written, and what it says, so that drawing needs no parser of its syntax.
     *
     * @param policy the text, or the values, as they were written
     * @param meaning the same, as {@link PolicyReading} writes it
     */
    record Stored(Object policy, Map<String, Object> meaning) {}

    /**
     * Writes a policy, in the place of one of the same name.
     *
     * @param name its name
     * @param policy its text, which may be base64 encoded, or its values as a map
     * @return warnings
     * @throws InvalidRequestException naming the field {@code policy}, when it is malformed or cannot be met
     */
    public List<String> put(String name, Object policy) {
        Stored stored;
        PasswordPolicy meaning;
        if (policy instanceof Map<?, ?> values) {
            meaning = read(values);
            stored = new Stored(policy, PolicyReading.write(meaning));
        } else if (policy instanceof CharSequence) {
            PolicyText text = texts.read(FIELD, policy.toString());
            meaning = read(text.values());
            stored = new Stored(text.text(), PolicyReading.write(meaning));
        } else {
            throw new InvalidRequestException(FIELD, "must be the policy's text, or an object with length and rules");
        }
        tryOut(meaning);
        String path = FOLDER + name;
        long version =
                sealed.getFresh("", path, Stored.class).map(Versioned::version).orElse(EntryStore.ABSENT);
        sealed.put("", path, stored, version);
        return warnings(meaning);
    }

    @SuppressWarnings("unchecked") // plain values have texts as keys
    private static PasswordPolicy read(Map<?, ?> values) {
        try {
            return PolicyReading.read((Map<String, ?>) values);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(FIELD, String.valueOf(e.getMessage()), e);
        }
    }

    private void tryOut(PasswordPolicy policy) {
        for (int i = 0; i < TRIALS; i++) {
            try (SecretText password = PasswordDraw.draw(policy, random)) {
                if (!policy.fits(password.reveal().codePoints().toArray())) {
                    throw new InvalidRequestException(FIELD, "no password that fits its rules could be made");
                }
            }
        }
    }

    private static List<String> warnings(PasswordPolicy policy) {
        double bits = policy.bits();
        if (bits >= ENOUGH) {
            return List.of();
        }
        // Rounded down, so that what is too little never reads as enough.
        return List.of(String.format(
                Locale.ROOT,
                "the passwords of this policy carry as little as %.1f bits; %.0f or more withstand being guessed: raise"
                        + " length, or allow more characters",
                Math.floor(bits * 10) / 10,
                ENOUGH));
    }

    /**
     * Reads a policy.
     *
     * @param name its name
     * @return what was written, without base64
     */
    public Object get(String name) {
        return sealed.getFresh("", FOLDER + name, Stored.class)
                .orElseThrow(() -> absent(name))
                .value()
                .policy();
    }

    /**
     * Removes a policy. None there is success. Whatever names it fails from then on where it would make a password.
     *
     * @param name its name
     */
    public void delete(String name) {
        String path = FOLDER + name;
        entries.get(path).ifPresent(entry -> sealed.delete(path, entry.version()));
    }

    /**
     * Names the policies.
     *
     * @return names in order
     */
    public List<String> names() {
        return EntryFolder.names(entries, FOLDER);
    }

    @Override
    public void require(String field, String policy) {
        if (find(policy).isEmpty()) {
            throw new InvalidRequestException(field, "there is " + missing(policy));
        }
    }

    @Override
    public SecretText generate(String policy) {
        Stored stored = find(policy).orElseThrow(() -> absent(policy));
        return PasswordDraw.draw(PolicyReading.read(stored.meaning()), random);
    }

    /** As it is kept, or past the cache when it is not there: it may have been written elsewhere a moment ago. */
    private Optional<Stored> find(String name) {
        if (name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        String path = FOLDER + name;
        return sealed.get("", path, Stored.class)
                .or(() -> sealed.getFresh("", path, Stored.class))
                .map(Versioned::value);
    }

    private NotFoundException absent(String name) {
        return new NotFoundException(missing(name));
    }

    private String missing(String name) {
        return "no password policy named " + Printable.quoted(name)
                + Nearest.to(name, names())
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; write it to sys/policies/password/NAME first");
    }
}
