package io.leasehold.database.internal.sql;

import io.leasehold.database.internal.sql.PlaceholderSyntax.Match;
import java.util.Set;

/** What is directly around a placeholder: the quoting that its value is escaped for, and neighbours that forbid it. */
final class Surroundings {

    private static final Set<TokenKind> BACKSLASHES = Set.of(
            TokenKind.BACKSLASH_STRING,
            TokenKind.BACKSLASH_DOUBLE_QUOTED,
            TokenKind.ESCAPED_STRING,
            TokenKind.ESCAPED_DOUBLE_QUOTED);

    private Surroundings() {}

    static Quoting quoting(Token token, Match match) throws SqlTextException {
        return switch (token.kind()) {
            case PLACEHOLDER -> Quoting.NONE;
            case STRING -> Quoting.STRING;
            case BACKSLASH_STRING -> Quoting.BACKSLASH_STRING;
            case DOUBLE_QUOTED -> Quoting.DOUBLE;
            case BACKSLASH_DOUBLE_QUOTED -> Quoting.BACKSLASH_DOUBLE;
            case ESCAPED_STRING -> Quoting.ESCAPED_STRING;
            case ESCAPED_DOUBLE_QUOTED -> Quoting.ESCAPED_DOUBLE;
            case BACKTICK_QUOTED -> Quoting.BACKTICK;
            case BRACKET_QUOTED -> Quoting.BRACKET;
            case DOLLAR_QUOTED -> Quoting.DOLLAR;
            case LINE_COMMENT, BLOCK_COMMENT ->
                throw new SqlTextException(match.start(), "a placeholder in a comment is not replaced: take it out");
            case UNICODE_QUOTED ->
                throw new SqlTextException(
                        match.start(), "a placeholder between U& quotes is not supported: use plain quotes");
            case SPACE, WORD, NUMBER, SEMICOLON, SYMBOL ->
                throw new IllegalStateException("no placeholder fits into " + token.kind());
        };
    }

    /** Refuses a placeholder whose value would run into what stands before or after it. */
    static void check(String code, Token token, Match match) throws SqlTextException {
        if (BACKSLASHES.contains(token.kind()) && backslashesBefore(code, match.start()) % 2 == 1) {
            throw new SqlTextException(match.start(), "a placeholder cannot follow a backslash: it would be escaped");
        }
        if (token.kind() == TokenKind.PLACEHOLDER && (touches(code, match.start() - 1) || touches(code, match.end()))) {
            throw new SqlTextException(
                    match.start(),
                    "a placeholder without quotes must stand by itself: put the whole name or text in quotes");
        }
    }

    private static int backslashesBefore(String code, int at) {
        int from = at;
        while (from > 0 && code.charAt(from - 1) == '\\') {
            from--;
        }
        return at - from;
    }

    private static boolean touches(String code, int at) {
        return at >= 0
                && at < code.length()
                && (Characters.continuesWord(code.charAt(at)) || "'\"`&\\{}".indexOf(code.charAt(at)) >= 0);
    }
}
