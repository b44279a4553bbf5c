package io.leasehold.database.internal.sql;

import io.leasehold.database.internal.sql.PlaceholderSyntax.Match;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the placeholders of a statement and what is around each.
 *
 * <p>A dollar-quoted text is either data, where a value is inserted as it is, or {@linkplain EmbeddedCode code}. Code in
 * {@code sql} or {@code plpgsql} is read with the same tokenizer, so that a placeholder in it is escaped for the quotes
 * <em>in the body</em>. Where a text may be parsed once more by the server, and by what rules cannot be known (a string
 * that is put together to dynamic SQL, a body in single quotes), only values are accepted that no level could misread.
 *
 * <p>Not thread-safe; an instance reads one statement. Offsets in errors count from the beginning of the text at hand.
 */
final class SlotFinder {

    private final SqlDialect dialect;
    private final Placeholders placeholders;
    private final List<Slot> slots = new ArrayList<>();

    private SlotFinder(SqlDialect dialect, Placeholders placeholders) {
        this.dialect = dialect;
        this.placeholders = placeholders;
    }

    static List<Slot> find(String statement, SqlDialect dialect, Placeholders placeholders) throws SqlTextException {
        SlotFinder finder = new SlotFinder(dialect, placeholders);
        finder.code(statement, 0, List.of());
        return List.copyOf(finder.slots);
    }

    /** Reads code that stands at an offset of the statement, between dollar quotes with some tags. */
    private void code(String code, int offset, List<String> tags) throws SqlTextException {
        List<Token> tokens = Tokenizer.tokenize(code, dialect);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            List<Match> matches = PlaceholderSyntax.findAll(code, token.start(), token.end());
            if (matches.isEmpty()) {
                continue;
            }
            if (token.kind() == TokenKind.DOLLAR_QUOTED) {
                dollarQuoted(code, tokens, i, offset, tags, matches);
            } else {
                boolean operand = EmbeddedCode.isCode(code, tokens, i, !tags.isEmpty());
                for (Match match : matches) {
                    token(code, token, match, offset, tags, operand);
                }
            }
        }
    }

    private void token(String code, Token token, Match match, int offset, List<String> tags, boolean operand)
            throws SqlTextException {
        Surroundings.check(code, token, match);
        boolean string = token.kind() == TokenKind.STRING || token.kind() == TokenKind.BACKSLASH_STRING;
        boolean partOfDynamicSql = !tags.isEmpty() && !isWhole(token, match);
        add(match, offset, Surroundings.quoting(token, match), string && (partOfDynamicSql || operand), tags);
    }

    private void dollarQuoted(
            String code, List<Token> tokens, int index, int offset, List<String> tags, List<Match> matches)
            throws SqlTextException {
        Token token = tokens.get(index);
        List<String> within = new ArrayList<>(tags);
        within.add(code.substring(token.start(), token.contentStart()));
        if (!EmbeddedCode.isCode(code, tokens, index, !tags.isEmpty())) {
            for (Match match : matches) {
                add(match, offset, Quoting.DOLLAR, !tags.isEmpty() && !isWhole(token, match), within);
            }
            return;
        }
        if (!EmbeddedCode.isReadable(code, tokens)) {
            throw new SqlTextException(
                    matches.get(0).start(),
                    "a placeholder can stand in a body in sql or plpgsql only: pass the value another way");
        }
        String body = code.substring(token.contentStart(), token.contentEnd());
        try {
            code(body, offset + token.contentStart(), within);
        } catch (SqlTextException e) {
            throw new SqlTextException(token.contentStart() + e.offset(), e.problem());
        }
    }

    private static boolean isWhole(Token token, Match match) {
        return match.start() == token.contentStart() && match.end() == token.contentEnd();
    }

    private void add(Match match, int offset, Quoting quoting, boolean plainOnly, List<String> tags)
            throws SqlTextException {
        slots.add(new Slot(
                offset + match.start(),
                offset + match.end(),
                placeholders.resolve(match.name(), match.start()),
                quoting,
                plainOnly,
                tags));
    }
}
