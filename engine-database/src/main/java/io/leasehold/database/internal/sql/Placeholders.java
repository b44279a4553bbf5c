package io.leasehold.database.internal.sql;

import io.leasehold.database.internal.text.Nearest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The placeholders that the statements of one field may use. Immutable.
 */
public final class Placeholders {

    /** The account's name; {@code {{username}}} is another spelling. */
    public static final String NAME = "name";

    /** The password, or the verifier that stands for it. */
    public static final String PASSWORD = "password";

    /** When the account ends, as the product writes a time. */
    public static final String EXPIRATION = "expiration";

    /** The public half of a key pair, as base64 without the lines around it. */
    public static final String PUBLIC_KEY = "public_key";

    /** Whom a certificate is for, as the product writes names. */
    public static final String SUBJECT = "subject";

    /** Who signed a certificate, as the product writes names. */
    public static final String ISSUER = "issuer";

    /** What creation statements may use: name, password, expiration. */
    public static final Placeholders CREATION = of(NAME, PASSWORD, EXPIRATION);

    /** What creation statements may use where a key can take the place of the password. */
    public static final Placeholders CREATION_WITH_KEY = of(NAME, PASSWORD, PUBLIC_KEY, EXPIRATION);

    /** What creation statements may use where a certificate can take the place of the password. */
    public static final Placeholders CREATION_WITH_CERTIFICATE = of(NAME, PASSWORD, SUBJECT, ISSUER, EXPIRATION);

    /** What renewal statements may use: name, expiration. */
    public static final Placeholders RENEWAL = of(NAME, EXPIRATION);

    /** What revocation and rollback statements may use: name. */
    public static final Placeholders REVOCATION = of(NAME);

    /** What rotation statements may use: name, password. */
    public static final Placeholders ROTATION = of(NAME, PASSWORD);

    private final Map<String, String> canonical;

    private Placeholders(Map<String, String> canonical) {
        this.canonical = Collections.unmodifiableMap(new TreeMap<>(canonical));
    }

    /**
     * Makes a set of placeholders.
     *
     * @param names their names; {@code username} is accepted wherever {@value #NAME} is, and means the same
     * @return the set
     */
    public static Placeholders of(String... names) {
        Map<String, String> canonical = new LinkedHashMap<>();
        for (String name : names) {
            canonical.put(name, name);
            if (name.equals(NAME)) {
                canonical.put("username", NAME);
            }
        }
        return new Placeholders(canonical);
    }

    /** The names by which values are given when statements are rendered. */
    Set<String> names() {
        return new LinkedHashSet<>(canonical.values());
    }

    /** The canonical name of a placeholder as written at an offset. */
    String resolve(String written, int offset) throws SqlTextException {
        String name = canonical.get(written);
        if (name == null) {
            String accepted =
                    canonical.keySet().stream().map(Placeholders::braced).collect(Collectors.joining(", "));
            throw new SqlTextException(
                    offset,
                    "unknown placeholder " + braced(written) + Nearest.hint(written, canonical.keySet())
                            + (accepted.isEmpty() ? "" : " (accepted here: " + accepted + ")"));
        }
        return name;
    }

    static String braced(String name) {
        return "{{" + name + "}}";
    }

    @Override
    public String toString() {
        return canonical.keySet().toString();
    }
}
