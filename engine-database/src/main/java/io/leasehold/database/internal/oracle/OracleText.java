package io.leasehold.database.internal.oracle;

import java.util.regex.Pattern;

/** Oracle's SQL as text. */
final class OracleText {

    /**
     * What ends with END and so needs its semicolon, which is no part of any other statement. Possessive, since a group that
     * may be taken back costs stack for each of its turns, and statements may be long.
     */
    private static final Pattern BLOCK = Pattern.compile(
            "(?is)(?:\\s++|--[^\\n]*+\\n|/\\*.*?\\*/)*+(?:(?:BEGIN|DECLARE)\\b|CREATE\\s++(?:OR\\s++REPLACE\\s++)?"
                    + "(?:(?:NON)?EDITIONABLE\\s++)?(?:FUNCTION|PROCEDURE|TRIGGER|PACKAGE)\\b)");

    private OracleText() {}

    /** The text of a name that the server gave, which holds no double quote ("Database Object Naming Rules"). */
    static String identifier(String name) {
        return '"' + name + '"';
    }

    /** A statement as the server wants it. */
    static String terminated(String sql) {
        String stripped = sql.stripTrailing();
        String bare = stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : sql;
        return BLOCK.matcher(bare).lookingAt() ? bare + ";" : bare;
    }

    /** A name as a login needs it: what the server would not fold and find stands in quotes. */
    static String login(String username) {
        return username.matches("[A-Za-z][A-Za-z0-9_$#]*") || username.startsWith("\"")
                ? username
                : identifier(username);
    }
}
