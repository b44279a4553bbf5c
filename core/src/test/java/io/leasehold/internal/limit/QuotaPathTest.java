package io.leasehold.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaPathTest {

    @ParameterizedTest
    @CsvSource({
        "'',database/creds/app,true",
        "database,database/creds/app,true",
        "database/creds/app,database/creds/app,true",
        "database/creds/app,database/creds/app2,false",
        "database/creds/app,database/creds/app/x,true",
        "data,database/creds/app,false",
        "database/creds/app,database/creds,false"
    })
    void aLimitCoversItsPathAndWhatIsBelow(String limit, String path, boolean covered) {
        assertThat(QuotaPath.covers(limit, path)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({"'',''", "/,''", "//a/b//,a/b", "' a ',a", "a-b.c/d_e,a-b.c/d_e"})
    void slashesAtTheEndsDoNotCount(String path, String normalised) {
        assertThat(QuotaPath.normalised(path)).isEqualTo(normalised);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a*", "a\0", "a\nb", "\u00e4"})
    void aPathThatIsNoneIsRefused(String path) {
        assertThatThrownBy(() -> QuotaPath.normalised(path))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("path");
        assertThatThrownBy(() -> QuotaPath.normalised("a".repeat(401))).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void limitsHaveRanges() {
        assertThat(new CountQuota(null, 0).path()).isEmpty();
        assertThat(new RateQuota("/a/", 1, null)).isEqualTo(new RateQuota("a", 1, Duration.ofSeconds(1)));
        assertThatThrownBy(() -> new CountQuota("a", -1)).hasMessageContaining("max_leases");
        assertThatThrownBy(() -> new RateQuota("a", 0, null)).hasMessageContaining("rate");
        assertThatThrownBy(() -> new RateQuota("a", 1, Duration.ofDays(2))).hasMessageContaining("interval");
        assertThatThrownBy(() -> new RateQuota("a", 1, Duration.ofSeconds(-5))).hasMessageContaining("interval");
    }
}
