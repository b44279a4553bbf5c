package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ranges and bounds of names mean what comparing the texts means. */
class StoredTextProperties {

    @Property
    void rangeOfAPrefixHoldsExactlyTheNamesThatStartWithIt(
            @ForAll("names") String name, @ForAll("names") String prefix) {
        Sql range = LeaseFilter.startsWith("id", prefix);
        boolean inRange = prefix.isEmpty()
                || (name.compareTo((String) range.parameters().get(0)) >= 0
                        && name.compareTo((String) range.parameters().get(1)) < 0);

        assertThat(inRange).isEqualTo(name.startsWith(prefix));
    }

    @Property
    void boundOfAnyTextHasTheSameNamesAboveIt(@ForAll("names") String name, @ForAll("texts") String text) {
        String bound = StoredText.bound(text);

        assertThat(bound.chars()).allMatch(c -> c >= ' ' && c <= 0x7f);
        assertThat(name.compareTo(bound) > 0).isEqualTo(name.compareTo(text) > 0);
    }

    /** Short, of few characters, so that they often share a beginning. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars(" %_/aA~").ofMaxLength(5);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("\u0000\n %/aA~\u007f\u00e4\uD83D\uDE00\uFFFF")
                .ofMaxLength(5);
    }
}
