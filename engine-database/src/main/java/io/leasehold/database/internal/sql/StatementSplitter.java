package io.leasehold.database.internal.sql;

import java.util.ArrayList;
import java.util.List;

/** Splits SQL at the semicolons that end statements: those outside of quotes, comments and compound bodies. */
final class StatementSplitter {

    /**
     * A statement in the text it was found in.
     *
     * @param start the first character that is not white space
     * @param end after the last such character, without the semicolon
     */
    record Range(int start, int end) {

        String of(String text) {
            return text.substring(start, end);
        }
    }

    private final String text;
    private final SqlDialect dialect;

    StatementSplitter(String text, SqlDialect dialect) {
        this.text = text;
        this.dialect = dialect;
    }

    /** All statements, without those that are blank or a mere comment. */
    List<Range> split() throws SqlTextException {
        Tokenizer tokenizer = new Tokenizer(text, dialect);
        tokenizer.readAll();
        return split(tokenizer.tokens(), true);
    }

    /** Those statements that end before an offset at which reading failed. */
    List<Range> completeBefore(int offset) {
        Tokenizer tokenizer = new Tokenizer(text.substring(0, offset), dialect);
        try {
            tokenizer.readAll();
            return split(tokenizer.tokens(), false);
        } catch (SqlTextException e) {
            return List.of();
        }
    }

    /** Where the statement after some complete ones begins. */
    int startAfter(List<Range> complete) {
        int at = 0;
        if (!complete.isEmpty()) {
            at = text.indexOf(';', complete.get(complete.size() - 1).end()) + 1;
        }
        while (at < text.length() && (Characters.isSpace(text.charAt(at)) || text.charAt(at) == ';')) {
            at++;
        }
        return at;
    }

    private List<Range> split(List<Token> tokens, boolean withRest) throws SqlTextException {
        List<Range> found = new ArrayList<>();
        BlockDepth blocks = new BlockDepth(dialect);
        List<Token> current = new ArrayList<>();
        for (Token token : tokens) {
            blocks.accept(token, text);
            if (token.kind() == TokenKind.SEMICOLON
                    && !blocks.inside()
                    && dialect.blocks() != SqlDialect.Blocks.WHOLE) {
                add(current, found);
                current.clear();
                blocks = new BlockDepth(dialect);
            } else {
                current.add(token);
            }
        }
        if (withRest) {
            if (blocks.inside()) {
                throw new SqlTextException(blocks.opened(), "the BEGIN here has no matching END: add END");
            }
            add(current, found);
        }
        return found;
    }

    private static void add(List<Token> tokens, List<Range> found) {
        if (tokens.stream().allMatch(token -> token.kind().isBlank())) {
            return;
        }
        int from = 0;
        while (tokens.get(from).kind() == TokenKind.SPACE) {
            from++;
        }
        int to = tokens.size();
        while (tokens.get(to - 1).kind() == TokenKind.SPACE) {
            to--;
        }
        found.add(new Range(tokens.get(from).start(), tokens.get(to - 1).end()));
    }
}
