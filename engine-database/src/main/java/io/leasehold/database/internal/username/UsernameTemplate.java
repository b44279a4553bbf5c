package io.leasehold.database.internal.username;

import io.leasehold.database.internal.username.NameContext.Names;
import io.leasehold.error.InvalidRequestException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;

/**
 * A parsed and tested {@code username_template}.
 *
 * <h2>Language</h2>
 *
 * <p>The subset of Go's text/template that the established implementations document: the fields {@code .DisplayName} and
 * {@code .RoleName}, pipelines, parentheses, literals, comments, trim markers, and the functions {@code random},
 * {@code truncate}, {@code truncate_sha256}, {@code uppercase}, {@code lowercase}, {@code replace}, {@code sha256},
 * {@code base64}, {@code decode_base64}, {@code hex}, {@code decode_hex}, {@code unix_time}, {@code unix_time_millis},
 * {@code timestamp}, {@code uuid}, {@code glob}, {@code eq}, {@code ne}, {@code not} and {@code printf}; and {@code if},
 * {@code else if}, {@code else} and {@code end}. White space around the whole name is dropped.
 *
 * <h2>Length and randomness</h2>
 *
 * <p>Elsewhere the end of a name is cut off when it is too long, by {@code truncate} or silently by the server, and with long
 * display and role names its random part goes, until two leases share an account. Here the fixed parts give way: when
 * a name is longer than the server keeps, or lost random characters to a {@code truncate}, it is rendered again with the
 * longer of the display and role name one character shorter, and so on. With both names empty it is as short and as random
 * as the template can make it, so this ends at the latest there.
 *
 * <p>That last case does not depend on the names, which is why a template can be judged when it is written: {@link #parse}
 * renders it with empty names, and refuses it unless the result fits and carries {@value #REQUIRED_BITS} random
 * bits. How many bits a text carries is computed, not estimated from samples: every character knows its share, every
 * function says what becomes of it ({@link TracedText}, {@link TextFunctions}), and as there are no variables, each draw is
 * used once, so that bits add up. {@link #parse} also renders with the longest names, to make sure that names meet the
 * same bounds, and goes all ways through the template's conditions.
 *
 * <p>Immutable and thread-safe.
 */
public final class UsernameTemplate {

    /** The random bits that every name carries at least. */
    public static final int REQUIRED_BITS = 40;

    /** The default for PostgreSQL. */
    public static final String POSTGRESQL_DEFAULT =
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 8) (.RoleName | truncate 8) (random 20) (unix_time)"
                    + " | truncate 63 }}";

    /** What PostgreSQL keeps of a name: {@code NAMEDATALEN} - 1 bytes. */
    public static final int POSTGRESQL_MAX_BYTES = 63;

    /** The default for MySQL and MariaDB. */
    public static final String MYSQL_DEFAULT =
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 10) (.RoleName | truncate 10) (random 20) (unix_time)"
                    + " | truncate 32 }}";

    /** What MySQL allows of a user name; MariaDB allows more. */
    public static final int MYSQL_MAX_BYTES = 32;

    /** The default for MySQL before 5.7. */
    public static final String MYSQL_LEGACY_DEFAULT =
            "{{ printf \"v-%s-%s\" (.RoleName | truncate 4) (random 20) | truncate 16 }}";

    /** What MySQL before 5.7 keeps of a user name. */
    public static final int MYSQL_LEGACY_MAX_BYTES = 16;

    /** The default for Redis and Valkey. */
    public static final String REDIS_DEFAULT =
            "{{ printf \"V_%s_%s_%s_%s\" (.DisplayName | truncate 32) (.RoleName | truncate 32) (random 20) (unix_time)"
                    + " | uppercase | truncate 100 }}";

    /** How long names for Redis and Valkey may become; the servers themselves have no limit. */
    public static final int REDIS_MAX_BYTES = 100;

    /** The default for MongoDB. */
    public static final String MONGODB_DEFAULT =
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 15) (.RoleName | truncate 15) (random 20) (unix_time)"
                    + " | replace \".\" \"-\" | truncate 100 }}";

    /** How long names for MongoDB may become; the server itself has no limit. */
    public static final int MONGODB_MAX_BYTES = 100;

    /** The default for Cassandra: a name that is the same with quotes and without. */
    public static final String CASSANDRA_DEFAULT =
            "{{ printf \"v_%s_%s_%s_%s\" (.DisplayName | truncate 15) (.RoleName | truncate 15) (random 20) (unix_time)"
                    + " | truncate 100 | replace \"-\" \"_\" | lowercase }}";

    /** How long names for Cassandra may become; the server itself has no limit. */
    public static final int CASSANDRA_MAX_BYTES = 100;

    /** The default for Elasticsearch. */
    public static final String ELASTICSEARCH_DEFAULT =
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 15) (.RoleName | truncate 15) (random 20) (unix_time)"
                    + " | truncate 100 }}";

    /** How long names for Elasticsearch may become; the server itself takes more. */
    public static final int ELASTICSEARCH_MAX_BYTES = 100;

    /** The default for Couchbase. */
    public static final String COUCHBASE_DEFAULT =
            "{{ printf \"V_%s_%s_%s_%s\" (.DisplayName | truncate 45) (.RoleName | truncate 45) (random 20) (unix_time)"
                    + " | truncate 128 | uppercase }}";

    /** How long names of Couchbase may be. */
    public static final int COUCHBASE_MAX_BYTES = 128;

    /** The default for InfluxDB. */
    public static final String INFLUXDB_DEFAULT =
            "{{ printf \"v_%s_%s_%s_%s\" (.DisplayName | truncate 15) (.RoleName | truncate 15) (random 20) (unix_time)"
                    + " | truncate 100 | replace \"-\" \"_\" | lowercase }}";

    /** How long names for InfluxDB may become; the server itself has no limit. */
    public static final int INFLUXDB_MAX_BYTES = 100;

    /** The default for SQL Server. */
    public static final String SQL_SERVER_DEFAULT =
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 20) (.RoleName | truncate 20) (random 20) (unix_time)"
                    + " | truncate 128 }}";

    /** What SQL Server allows of the name of a login: 128 characters ({@code sysname}). */
    public static final int SQL_SERVER_MAX_BYTES = 128;

    /** The default for Oracle. */
    public static final String ORACLE_DEFAULT =
            "{{ printf \"V_%s_%s_%s_%s\" (.DisplayName | truncate 8) (.RoleName | truncate 8) (random 20) (unix_time)"
                    + " | truncate 30 | uppercase | replace \"-\" \"_\" | replace \".\" \"_\" }}";

    /** What Oracle before 12.2 keeps of a name; later releases keep 128. */
    public static final int ORACLE_MAX_BYTES = 30;

    /** The default for Snowflake. */
    public static final String SNOWFLAKE_DEFAULT =
            "{{ printf \"v_%s_%s_%s_%s\" (.DisplayName | truncate 32) (.RoleName | truncate 32) (random 20) (unix_time)"
                    + " | truncate 255 | replace \"-\" \"_\" | replace \".\" \"_\" }}";

    /** What Snowflake allows of a name. */
    public static final int SNOWFLAKE_MAX_BYTES = 255;

    private static final String FIELD = "username_template";
    /** More than any sensible template has, and little enough for a parser that descends into parentheses. */
    private static final int LONGEST_TEMPLATE = 1000;

    /** Names give way until this many bits are there: what {@code random 20} carries, its check not counted. */
    private static final double WANTED_BITS = 71;

    /** Six conditions one after another. */
    private static final int MOST_WAYS = 64;

    /** A time whose month and weekday have the longest names, for the test of a template. */
    private static final Instant LONG_TIME = Instant.parse("2026-09-30T23:59:59.999999999Z");

    private final Expression.Sequence template;
    private final String field;
    private final int maxBytes;
    private final NameSign sign;

    private UsernameTemplate(String field, Expression.Sequence template, int maxBytes, NameSign sign) {
        this.field = field;
        this.template = template;
        this.maxBytes = maxBytes;
        this.sign = sign;
    }

    /**
     * The same template for one connection, by whose sign its names can be told.
     *
     * @param connection the sign
     * @return the template
     */
    public UsernameTemplate signedBy(NameSign connection) {
        return new UsernameTemplate(field, template, maxBytes, connection);
    }

    /**
     * Parses and tests a template.
     *
     * @param template its text
     * @param maxBytes how many bytes of a name the server keeps, such as {@link #POSTGRESQL_MAX_BYTES}
     * @return the template
     * @throws InvalidRequestException when it cannot be read or evaluated (with the position of the character, from 0, and
     *     what was expected), yields names that are too long, or carries too little randomness
     */
    public static UsernameTemplate parse(String template, int maxBytes) {
        return parse(FIELD, template, maxBytes);
    }

    /**
     * Parses and tests a template of another field.
     *
     * @param field the field, for messages
     * @param template its text
     * @param maxBytes how many bytes of a name there is room for
     * @return the template
     * @throws InvalidRequestException as {@link #parse(String, int)}
     */
    public static UsernameTemplate parse(String field, String template, int maxBytes) {
        if (template.length() > LONGEST_TEMPLATE) {
            throw new InvalidRequestException(
                    field, "has " + template.length() + " characters but may have " + LONGEST_TEMPLATE);
        }
        try {
            UsernameTemplate parsed =
                    new UsernameTemplate(field, TemplateParser.parse(template), maxBytes, NameSign.NONE);
            Branches.AllWays ways = new Branches.AllWays();
            int tried = 0;
            do {
                if (++tried > MOST_WAYS) {
                    throw new InvalidRequestException(
                            field, "has more than " + MOST_WAYS + " ways through its conditions: use fewer of them");
                }
                parsed.judge(ways);
            } while (ways.next());
            return parsed;
        } catch (TemplateException e) {
            throw new InvalidRequestException(field, "at character " + e.position() + ": " + e.problem());
        }
    }

    /** Refuses the template if one way through it cannot be gone with any name. */
    private void judge(Branches.AllWays way) throws TemplateException {
        SecureRandom random = new SecureRandom();
        TracedText shortest = evaluate(new NameContext(Names.EMPTY, Names.EMPTY, LONG_TIME, random, sign, way));
        if (shortest.length() > maxBytes) {
            throw new InvalidRequestException(
                    field,
                    "yields names of " + shortest.length() + " bytes even with empty display and role names, but"
                            + " there is room for " + maxBytes + ": shorten the fixed parts");
        }
        if (shortest.bits() < REQUIRED_BITS) {
            throw new InvalidRequestException(
                    field,
                    String.format(
                            Locale.ROOT,
                            "yields names with %d random bits but needs %d: add {{random 20}}, and keep truncate"
                                    + " from cutting it off",
                            (int) shortest.bits(),
                            REQUIRED_BITS));
        }
        String longest = "x".repeat(NameParts.LONGEST);
        Names names = new Names(longest, longest);
        fitted(new NameContext(names, names, LONG_TIME, random, sign, way), way::again);
    }

    /**
     * Makes a name. Characters of the display and role name outside of {@code [A-Za-z0-9_.-]} are replaced by {@code _}.
     *
     * @param displayName who asks; may be anything, also empty
     * @param roleName the role
     * @param time the time, for {@code unix_time} and its like
     * @param random the source of random characters
     * @return a name of printable ASCII, not empty, no longer than the server keeps, with at least {@value #REQUIRED_BITS}
     *     random bits
     * @throws InvalidRequestException when a function does not accept what these names make of its arguments
     */
    public String render(String displayName, String roleName, Instant time, SecureRandom random) {
        Names names = new Names(NameParts.clean(displayName), NameParts.clean(roleName));
        try {
            return fitted(new NameContext(names, names, time, random, sign, Branches.BY_VALUE), () -> {})
                    .text();
        } catch (TemplateException e) {
            throw new InvalidRequestException(field, "at character " + e.position() + ": " + e.problem());
        }
    }

    /**
     * Shortens the longer name until the whole fits and is as random as it can be.
     *
     * @param anew to be run before each further evaluation
     */
    private TracedText fitted(NameContext context, Runnable anew) throws TemplateException {
        anew.run();
        double wanted = Math.min(
                WANTED_BITS, Math.floor(evaluate(context.withNames(Names.EMPTY)).bits()));
        Names names = context.names();
        anew.run();
        TracedText name = evaluate(context);
        while ((name.length() > maxBytes || name.bits() < wanted) && !names.isEmpty()) {
            names = names.shorter();
            anew.run();
            name = evaluate(context.withNames(names));
        }
        if (name.length() > maxBytes || name.bits() < REQUIRED_BITS) {
            throw new TemplateException(0, "the name is too long or not random enough for the server");
        }
        return name;
    }

    private TracedText evaluate(NameContext context) throws TemplateException {
        TracedText name = template.evaluate(context);
        int from = name.length() - name.text().stripLeading().length();
        TracedText stripped =
                name.range(from, Math.max(from, name.text().stripTrailing().length()));
        String objection = NameParts.objection(stripped.text());
        if (!objection.isEmpty()) {
            throw new TemplateException(0, objection);
        }
        return stripped;
    }

    @Override
    public String toString() {
        return "username template for " + maxBytes + " bytes";
    }
}
