package io.leasehold.database.internal.sql;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts made to break out of quotes: fragments of SQL, placeholders, delimiters and arbitrary Unicode. */
final class HostileTexts {

    private static final Arbitrary<String> FRAGMENTS = Arbitraries.of(
            "'",
            "''",
            "\"",
            "\\",
            "\\'",
            "`",
            "]",
            "[",
            "$",
            "$$",
            "$x$",
            "$tag$",
            ";",
            "--",
            "-- ",
            "/*",
            "*/",
            "#",
            "\n",
            "\r",
            "\t",
            "{{",
            "}}",
            "{{password}}",
            "{{name}}",
            "{{ name }}",
            "E'",
            "U&'",
            "DROP ROLE admin",
            " OR 1=1",
            "BEGIN ATOMIC",
            "END",
            "a",
            "Z",
            "0",
            "_",
            "\u00e9",
            "\uD83D\uDE00",
            "?",
            "{d '2020-01-01'}",
            "%",
            "%I");

    private HostileTexts() {}

    /** Not empty, valid Unicode, without NUL: what every slot in quotes has to carry unchanged. */
    static Arbitrary<String> valid() {
        Arbitrary<String> fragments =
                FRAGMENTS.list().ofMinSize(1).ofMaxSize(12).map(list -> String.join("", list));
        Arbitrary<String> unicode = Arbitraries.integers()
                .between(1, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .map(Character::toString)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(list -> String.join("", list));
        return Arbitraries.oneOf(fragments, fragments, unicode);
    }

    /** Pieces of SQL, mostly ill-formed when put together. */
    static Arbitrary<String> sql() {
        return Arbitraries.oneOf(
                        FRAGMENTS,
                        Arbitraries.of(
                                "SELECT ",
                                "CREATE ",
                                "FUNCTION ",
                                "'x'",
                                "\"y\"",
                                "$a$ b $a$",
                                "/* c */",
                                "-- d\n",
                                "1.5e3",
                                "E'\\''",
                                "CASE ",
                                "END ",
                                "BEGIN ",
                                "ATOMIC ",
                                "; ",
                                "a$b",
                                "::",
                                "`z`",
                                "[q]"))
                .list()
                .ofMaxSize(20)
                .map(list -> String.join("", list));
    }
}
