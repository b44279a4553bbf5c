package io.leasehold.database.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskerTest {

    @Test
    void everySecretIsHiddenWhereverItStands() {
        Masker masker = Masker.of("one", "", "two").and("three");

        assertThat(masker.mask("one, two and three: oneone"))
                .isEqualTo("[password], [password] and [password]: [password][password]");
        assertThat(masker.mask("on tw thre")).isEqualTo("on tw thre");
        assertThat(masker.mask("")).isEmpty();
    }

    @Test
    void theFormsThatASecretHasInAStatementAreHidden() {
        Masker masker = Masker.of("it's \\me\"");

        assertThat(masker.mask("near 'it''s \\me\"'")).isEqualTo("near '[password]'");
        assertThat(masker.mask("near 'it''s \\\\me\"'")).isEqualTo("near '[password]'");
        assertThat(masker.mask("near 'it\\'s \\\\me\\\"'")).isEqualTo("near '[password]'");
        assertThat(masker.mask("near \"it's \\me\"\"\"")).isEqualTo("near \"[password]\"");
        assertThat(masker.mask("near \"it's \\\\me\"\"\"")).isEqualTo("near \"[password]\"");
    }

    @Test
    void aSecretThatIsCutOffIsHidden() {
        Masker masker = Masker.of("a-long-secret-of-somebody");

        assertThat(masker.mask("near 'a-long-secret-o'")).isEqualTo("near '[password]'");
        assertThat(masker.mask("near 'a-long-")).isEqualTo("near 'a-long-");
    }

    @Test
    void theLongerOfTwoSecretsIsHiddenWhole() {
        assertThat(Masker.of("pass", "passphrase").mask("passphrase")).isEqualTo("[password]");
    }
}
