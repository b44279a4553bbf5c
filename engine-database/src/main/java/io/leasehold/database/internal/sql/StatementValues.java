package io.leasehold.database.internal.sql;

import io.leasehold.secret.SecretText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values that placeholders are replaced by. Its text form names the placeholders and no value. Immutable; it does not
 * own the secrets in it, so whoever made those wipes them.
 */
public final class StatementValues {

    private static final StatementValues NONE = new StatementValues(Map.of());

    private final Map<String, SecretText> values;

    private StatementValues(Map<String, SecretText> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * No values.
     *
     * @return the empty set, to be extended
     */
    public static StatementValues none() {
        return NONE;
    }

    /**
     * The value of the placeholder {@code name}.
     *
     * @param accountName the account's name
     * @return these values and that one
     */
    public StatementValues name(String accountName) {
        return with(Placeholders.NAME, SecretText.of(accountName));
    }

    /**
     * The value of the placeholder {@code password}.
     *
     * @param password the password, or a verifier
     * @return these values and that one
     */
    public StatementValues password(SecretText password) {
        return with(Placeholders.PASSWORD, password);
    }

    /**
     * The value of the placeholder {@code expiration}.
     *
     * @param expiration the time as the product writes it
     * @return these values and that one
     */
    public StatementValues expiration(String expiration) {
        return with(Placeholders.EXPIRATION, SecretText.of(expiration));
    }

    /**
     * The value of any placeholder.
     *
     * @param placeholder its name
     * @param value the value
     * @return these values and that one
     */
    public StatementValues with(String placeholder, SecretText value) {
        Map<String, SecretText> more = new HashMap<>(values);
        more.put(placeholder, value);
        return new StatementValues(more);
    }

    Optional<String> reveal(String placeholder) {
        return Optional.ofNullable(values.get(placeholder)).map(SecretText::reveal);
    }

    @Override
    public String toString() {
        return "values of " + values.keySet();
    }
}
