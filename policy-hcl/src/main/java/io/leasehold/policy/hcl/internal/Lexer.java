package io.leasehold.policy.hcl.internal;

/** Cuts a text into tokens. Used by one thread. */
final class Lexer {

    private static final String SIGNS = "={}[],:";

    private final Source source;

    Lexer(String text) {
        this.source = new Source(text);
    }

    /** The next token, for ever {@code END} at the end. */
    Token next() {
        skipBlanks();
        Position at = source.position();
        int c = source.peek();
        if (c == Source.END) {
            return new Token(Token.Type.END, "", at);
        }
        if (c == '"') {
            return new Token(Token.Type.TEXT, QuotedText.take(source), at);
        }
        if (source.startsWith("<<")) {
            return new Token(Token.Type.HEREDOC, Heredoc.take(source), at);
        }
        if (c == '-' || isDigit(c)) {
            return new Token(Token.Type.NUMBER, NumberText.take(source), at);
        }
        if (isFirstOfWord(c)) {
            return new Token(Token.Type.WORD, word(), at);
        }
        if (SIGNS.indexOf(c) >= 0) {
            return new Token(Token.Type.SIGN, Character.toString(source.take()), at);
        }
        throw at.refuse(
                c > ' ' && c <= '~'
                        ? "\"" + (char) c + "\" is not expected here"
                        : "a character that is not expected here");
    }

    private void skipBlanks() {
        while (true) {
            int c = source.peek();
            if (c == ' ' || c == '\t' || c == '\n') {
                source.take();
            } else if (c == '#' || source.startsWith("//")) {
                source.takeLine();
            } else if (source.startsWith("/*")) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        Position start = source.position();
        source.skip(2);
        while (!source.startsWith("*/")) {
            if (source.peek() == Source.END) {
                throw start.refuse("the comment that begins here does not end; */ is missing");
            }
            source.take();
        }
        source.skip(2);
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (isPartOfWord(source.peek())) {
            word.appendCodePoint(source.take());
        }
        return word.toString();
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isFirstOfWord(int c) {
        return c == '_' || Character.isLetter(c);
    }

    static boolean isPartOfWord(int c) {
        return isFirstOfWord(c) || isDigit(c) || c == '-' || c == '.';
    }
}
