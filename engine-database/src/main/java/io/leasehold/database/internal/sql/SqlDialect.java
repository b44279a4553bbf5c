package io.leasehold.database.internal.sql;

import java.util.Set;

/**
 * The lexical rules of a product, as switches of the one tokenizer.
 *
 * <p>The rules of quoting depend on settings of the session. Whoever runs the statements makes sure of these, because a
 * session that disagrees reads a literal differently from how it was escaped:
 *
 * <ul>
 *   <li>PostgreSQL: {@code standard_conforming_strings = on} (the default since 9.1).
 *   <li>MySQL and MariaDB: neither {@code NO_BACKSLASH_ESCAPES} nor {@code ANSI_QUOTES} in {@code sql_mode} (neither is there
 *       by default), and a connection character set in which no multi-byte character ends in a backslash (utf8mb4).
 *   <li>SQL Server: {@code QUOTED_IDENTIFIER} is {@code ON}, as its drivers set it.
 * </ul>
 *
 * @param name the product, for messages
 * @param features what the lexer of the product knows
 * @param blocks where the product has compound bodies, whose semicolons do not end the statement
 */
public record SqlDialect(String name, Set<Feature> features, Blocks blocks) {

    /** PostgreSQL 14 and later; see "Lexical Structure" in its manual, and its {@code scan.l}. */
    public static final SqlDialect POSTGRESQL = new SqlDialect(
            "PostgreSQL",
            Set.of(
                    Feature.ESCAPE_STRINGS,
                    Feature.UNICODE_ESCAPES,
                    Feature.DOLLAR_QUOTES,
                    Feature.NESTED_COMMENTS,
                    Feature.FOLDS_TO_LOWER_CASE,
                    Feature.ONE_TRANSACTION),
            Blocks.ATOMIC_ROUTINES);

    /** MySQL and MariaDB; see "Language Structure" in the MySQL manual. */
    public static final SqlDialect MYSQL = new SqlDialect(
            "MySQL",
            Set.of(
                    Feature.BACKSLASH_ESCAPES,
                    Feature.BACKTICKS,
                    Feature.HASH_COMMENTS,
                    Feature.SPACE_AFTER_DASHES,
                    Feature.EXECUTABLE_COMMENTS),
            Blocks.ROUTINES);

    /** SQL Server; see "Transact-SQL syntax conventions" and "Delimited identifiers" in its manual. */
    public static final SqlDialect SQL_SERVER = new SqlDialect(
            "SQL Server",
            Set.of(Feature.BRACKETS, Feature.NESTED_COMMENTS, Feature.ONE_TRANSACTION, Feature.BATCH_SEPARATOR),
            Blocks.ANYWHERE);

    /** Oracle Database; see "Literals" and "Database Object Names and Qualifiers" in its SQL reference. */
    public static final SqlDialect ORACLE = new SqlDialect(
            "Oracle",
            Set.of(Feature.ALTERNATIVE_QUOTES, Feature.NO_DOUBLED_QUOTES, Feature.SLASH_LINES),
            Blocks.PL_SQL);

    /** The same, with each element of a field as one statement ({@code split_statements=false}). */
    public static final SqlDialect ORACLE_WHOLE = new SqlDialect("Oracle", ORACLE.features(), Blocks.WHOLE);

    /** Snowflake; see "String & binary data types" and "Snowflake Scripting blocks" in its documentation. */
    public static final SqlDialect SNOWFLAKE = new SqlDialect(
            "Snowflake",
            Set.of(Feature.BACKSLASH_STRINGS, Feature.DOLLAR_QUOTES, Feature.SLASH_COMMENTS),
            Blocks.PL_SQL);

    /**
     * InfluxQL, the language of InfluxDB 1; see "InfluxQL reference" in its manual, and its {@code scanner.go}. It looks like
     * SQL, but a quote in a text is written behind a backslash, and never doubled.
     */
    public static final SqlDialect INFLUXQL =
            new SqlDialect("InfluxQL", Set.of(Feature.QUOTES_BEHIND_BACKSLASHES), Blocks.ROUTINES);

    /** What the SQL standard has and nothing else. */
    public static final SqlDialect STANDARD = new SqlDialect("SQL", Set.of(), Blocks.ROUTINES);

    /** CQL, the language of Cassandra; see "Definitions" in its documentation, and its {@code Lexer.g}. */
    public static final SqlDialect CQL = new SqlDialect(
            "Cassandra",
            Set.of(Feature.DOUBLE_DOLLAR_STRINGS, Feature.SLASH_COMMENTS, Feature.FOLDS_TO_LOWER_CASE),
            Blocks.NOWHERE);

    /** A lexical feature that not every product has. */
    public enum Feature {
        /** {@code E'...'} strings with backslash escapes. */
        ESCAPE_STRINGS,
        /** {@code U&'...'} strings and {@code U&"..."} identifiers. */
        UNICODE_ESCAPES,
        /** {@code $tag$...$tag$} strings. */
        DOLLAR_QUOTES,
        /** {@code $$...$$} strings, which have no tags; a dollar sign is no part of a word. */
        DOUBLE_DOLLAR_STRINGS,
        /** Block comments nest. */
        NESTED_COMMENTS,
        /** Names without quotes are folded to lower case, so that a mixed-case value names another object. */
        FOLDS_TO_LOWER_CASE,
        /** The statements of a script run in one transaction, which they must not end themselves. */
        ONE_TRANSACTION,
        /** A backslash escapes the next character in every string; {@code "..."} is a string too. */
        BACKSLASH_ESCAPES,
        /** A backslash escapes the next character in {@code '...'} strings; {@code "..."} is an identifier. */
        BACKSLASH_STRINGS,
        /**
         * In every quoted text, names too, a backslash stands before a quote or a backslash that is content, and {@code \n}
         * for a line feed; a doubled quote ends one text and begins another.
         */
        QUOTES_BEHIND_BACKSLASHES,
        /** Identifiers in backticks. */
        BACKTICKS,
        /** {@code #} starts a comment. */
        HASH_COMMENTS,
        /** {@code //} starts a comment. */
        SLASH_COMMENTS,
        /** {@code --} starts a comment only before white space. */
        SPACE_AFTER_DASHES,
        /** {@code /*! ... *}{@code /} is code to the server. */
        EXECUTABLE_COMMENTS,
        /** Identifiers in square brackets. */
        BRACKETS,
        /** Clients read {@code GO} on a line of its own as the end of a batch; the server does not know it. */
        BATCH_SEPARATOR,
        /** {@code q'[...]'} strings, whose delimiter is the writer's choice. */
        ALTERNATIVE_QUOTES,
        /** A quoted identifier cannot hold a double quote, not even a doubled one. */
        NO_DOUBLED_QUOTES,
        /** Clients read {@code /} on a line of its own as the end of a block; the server does not know it. */
        SLASH_LINES
    }

    /** Where compound bodies ({@code BEGIN ... END}) occur. */
    public enum Blocks {
        /** There are none. */
        NOWHERE,
        /** {@code BEGIN ATOMIC ... END} in {@code CREATE FUNCTION} and {@code CREATE PROCEDURE}. */
        ATOMIC_ROUTINES,
        /** {@code BEGIN ... END} in {@code CREATE} of a routine, trigger or event, and {@code BEGIN NOT ATOMIC}. */
        ROUTINES,
        /** Every {@code BEGIN} that does not begin a transaction. */
        ANYWHERE,
        /** Every {@code BEGIN}, with the declarations before it: after {@code DECLARE}, or in {@code CREATE} of a unit. */
        PL_SQL,
        /** A text is one statement, whatever it holds. */
        WHOLE
    }

    /** Takes a copy of the features. */
    public SqlDialect {
        features = Set.copyOf(features);
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }
}
