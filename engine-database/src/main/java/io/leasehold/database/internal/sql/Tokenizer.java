package io.leasehold.database.internal.sql;

import io.leasehold.database.internal.sql.SqlDialect.Feature;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into tokens as the lexer of the product does. The tokens cover the text without gaps; what is between
 * delimiters is one token, whatever it holds. Anything that is opened and not closed is an error, with the offset of its
 * opening.
 *
 * <p>Not thread-safe; an instance reads one text once.
 */
final class Tokenizer {

    private final String text;
    private final SqlDialect dialect;
    private final List<Token> tokens = new ArrayList<>();

    Tokenizer(String text, SqlDialect dialect) {
        this.text = text;
        this.dialect = dialect;
    }

    static List<Token> tokenize(String text, SqlDialect dialect) throws SqlTextException {
        Tokenizer tokenizer = new Tokenizer(text, dialect);
        tokenizer.readAll();
        return tokenizer.tokens();
    }

    void readAll() throws SqlTextException {
        int at = 0;
        while (at < text.length()) {
            Token token = next(at);
            tokens.add(token);
            at = token.end();
        }
    }

    /** What was read so far: everything, or what stands before an error. */
    List<Token> tokens() {
        return List.copyOf(tokens);
    }

    private Token next(int at) throws SqlTextException {
        char c = text.charAt(at);
        if (Characters.isSpace(c)) {
            return run(TokenKind.SPACE, at, Characters::isSpace);
        }
        if (startsLineComment(at)) {
            return Token.plain(TokenKind.LINE_COMMENT, at, endOfLine(at));
        }
        if (text.startsWith("/*", at)) {
            return blockComment(at);
        }
        if (Characters.startsWord(c)) {
            return word(at);
        }
        if (Characters.isDigit(c)) {
            return run(TokenKind.NUMBER, at, Characters::isDigit);
        }
        return delimited(at, c);
    }

    private Token delimited(int at, char c) throws SqlTextException {
        Token single = Token.plain(TokenKind.SYMBOL, at, at + 1);
        return switch (c) {
            case '\'' ->
                dialect.has(Feature.BACKSLASH_STRINGS)
                        ? quoted(TokenKind.BACKSLASH_STRING, at, at, true)
                        : quoted(at, TokenKind.STRING, TokenKind.BACKSLASH_STRING, TokenKind.ESCAPED_STRING);
            case '"' ->
                quoted(at, TokenKind.DOUBLE_QUOTED, TokenKind.BACKSLASH_DOUBLE_QUOTED, TokenKind.ESCAPED_DOUBLE_QUOTED);
            case '`' -> dialect.has(Feature.BACKTICKS) ? quoted(TokenKind.BACKTICK_QUOTED, at, at, false) : single;
            case '[' -> dialect.has(Feature.BRACKETS) ? quoted(TokenKind.BRACKET_QUOTED, at, at, false) : single;
            case '$' -> opensDollarQuotes(at) ? dollar(at) : single;
            case '{' ->
                PlaceholderSyntax.at(text, at, text.length()).stream()
                        .map(match -> Token.plain(TokenKind.PLACEHOLDER, at, match.end()))
                        .findFirst()
                        .orElse(single);
            case ';' -> Token.plain(TokenKind.SEMICOLON, at, at + 1);
            default -> single;
        };
    }

    private Token run(TokenKind kind, int at, CharacterClass members) {
        int end = at + 1;
        while (end < text.length() && members.contains(text.charAt(end))) {
            end++;
        }
        return Token.plain(kind, at, end);
    }

    /** A word, or a string whose prefix looks like the beginning of one. */
    private Token word(int at) throws SqlTextException {
        char first = Character.toUpperCase(text.charAt(at));
        if (first == 'E' && dialect.has(Feature.ESCAPE_STRINGS) && text.startsWith("'", at + 1)) {
            return escapeString(at);
        }
        if (first == 'U'
                && dialect.has(Feature.UNICODE_ESCAPES)
                && (text.startsWith("&'", at + 1) || text.startsWith("&\"", at + 1))) {
            return quoted(TokenKind.UNICODE_QUOTED, at, at + 2, false);
        }
        Token word = run(
                TokenKind.WORD,
                at,
                dialect.has(Feature.DOUBLE_DOLLAR_STRINGS)
                        ? c -> c != '$' && Characters.continuesWord(c)
                        : Characters::continuesWord);
        if (dialect.has(Feature.ALTERNATIVE_QUOTES)
                && text.startsWith("'", word.end())
                && word.text(text).matches("(?i)n?q")) {
            throw new SqlTextException(at, "a q'...' string is not supported: write a string in plain quotes");
        }
        return word;
    }

    private boolean opensDollarQuotes(int at) {
        return dialect.has(Feature.DOLLAR_QUOTES)
                || (dialect.has(Feature.DOUBLE_DOLLAR_STRINGS) && text.startsWith("$$", at));
    }

    /**
     * A string that is followed by another one on a later line goes on there, with the rules of its beginning. For
     * standard strings both readings are the same; an escape string would have to be read on, which nobody needs.
     */
    private Token escapeString(int at) throws SqlTextException {
        Token string = quoted(TokenKind.BACKSLASH_STRING, at, at + 1, true);
        int next = string.end();
        boolean newLine = false;
        while (next < text.length() && (Characters.isSpace(text.charAt(next)) || startsLineComment(next))) {
            newLine |= text.charAt(next) == '\n' || text.charAt(next) == '\r';
            next = Characters.isSpace(text.charAt(next)) ? next + 1 : endOfLine(next);
        }
        if (newLine && text.startsWith("'", next)) {
            throw new SqlTextException(
                    next, "an E'...' string that goes on in a further line is not supported: write it in one piece");
        }
        return string;
    }

    /** Reads a text by the rules of the product, each of which has a kind of its own. */
    private Token quoted(int at, TokenKind plain, TokenKind backslashes, TokenKind escaped) throws SqlTextException {
        if (dialect.has(Feature.QUOTES_BEHIND_BACKSLASHES)) {
            return quoted(escaped, at, at, true);
        }
        return dialect.has(Feature.BACKSLASH_ESCAPES)
                ? quoted(backslashes, at, at, true)
                : quoted(plain, at, at, false);
    }

    /** Reads from the opening quote to the closing one; a doubled closing quote is content in most products. */
    private Token quoted(TokenKind kind, int start, int quote, boolean backslashes) throws SqlTextException {
        boolean doubled = !dialect.has(Feature.QUOTES_BEHIND_BACKSLASHES);
        char close = text.charAt(quote) == '[' ? ']' : text.charAt(quote);
        int at = quote + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (backslashes && c == '\\') {
                at += 2;
            } else if (c != close) {
                at++;
            } else if (doubled && at + 1 < text.length() && text.charAt(at + 1) == close) {
                at += 2;
            } else {
                return new Token(kind, start, quote + 1, at, at + 1);
            }
        }
        throw new SqlTextException(start, "the quoted text that starts here is never closed: add the closing " + close);
    }

    private Token dollar(int at) throws SqlTextException {
        int tagEnd = at + 1;
        while (tagEnd < text.length()
                && text.charAt(tagEnd) != '$'
                && (tagEnd == at + 1
                        ? Characters.startsWord(text.charAt(tagEnd))
                        : Characters.continuesWord(text.charAt(tagEnd)))) {
            tagEnd++;
        }
        if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
            return Token.plain(TokenKind.SYMBOL, at, at + 1);
        }
        String tag = text.substring(at, tagEnd + 1);
        int close = text.indexOf(tag, tagEnd + 1);
        if (close < 0) {
            throw new SqlTextException(
                    at, "the dollar-quoted text that starts here is never closed: repeat its opening tag at its end");
        }
        return new Token(TokenKind.DOLLAR_QUOTED, at, tagEnd + 1, close, close + tag.length());
    }

    private boolean startsLineComment(int at) throws SqlTextException {
        if (text.startsWith("--", at)) {
            if (dialect.has(Feature.SPACE_AFTER_DASHES) && text.startsWith(";", at + 2)) {
                // Two minus signs here, but the beginning of a comment once the statement is cut off at the semicolon.
                throw new SqlTextException(
                        at, "-- directly before a semicolon is ambiguous: leave it out, or write a space after it");
            }
            return !dialect.has(Feature.SPACE_AFTER_DASHES) || at + 2 >= text.length() || text.charAt(at + 2) <= ' ';
        }
        if (text.startsWith("//", at) && dialect.has(Feature.SLASH_COMMENTS)) {
            return true;
        }
        return text.charAt(at) == '#' && dialect.has(Feature.HASH_COMMENTS);
    }

    /** In MySQL, which has hash comments, only a line feed ends the line. */
    private int endOfLine(int at) {
        int end = at;
        while (end < text.length()
                && text.charAt(end) != '\n'
                && (text.charAt(end) != '\r' || dialect.has(Feature.HASH_COMMENTS))) {
            end++;
        }
        return end;
    }

    private Token blockComment(int start) throws SqlTextException {
        if (dialect.has(Feature.EXECUTABLE_COMMENTS)
                && (text.startsWith("!", start + 2) || text.startsWith("M!", start + 2))) {
            throw new SqlTextException(
                    start,
                    "a comment that the server executes is not supported: write the statement without /*! and */");
        }
        int depth = 1;
        int at = start + 2;
        while (at < text.length()) {
            if (text.startsWith("*/", at)) {
                at += 2;
                depth--;
                if (depth == 0) {
                    return new Token(TokenKind.BLOCK_COMMENT, start, start + 2, at - 2, at);
                }
            } else if (dialect.has(Feature.NESTED_COMMENTS) && text.startsWith("/*", at)) {
                at += 2;
                depth++;
            } else {
                at++;
            }
        }
        throw new SqlTextException(start, "the comment that starts here is never closed: add */");
    }

    /** A class of characters. */
    @FunctionalInterface
    private interface CharacterClass {
        boolean contains(char c);
    }
}
