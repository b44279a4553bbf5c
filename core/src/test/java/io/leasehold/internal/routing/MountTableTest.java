package io.leasehold.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountTableTest {

    private final MountTable<String> table = MountTable.<String>empty()
            .with(MountPath.of("database"), "D")
            .with(MountPath.of("team/db"), "T")
            .with(MountPath.of("team/pki.v2"), "P");

    @ParameterizedTest
    @CsvSource({
        "database/creds/app, database, D, creds/app",
        "/database/creds/app, database, D, creds/app",
        "database/creds/, database, D, creds/",
        "database, database, D, ''",
        "database/, database, D, ''",
        "team/db/x, team/db, T, x",
        "team/pki.v2/a/b/c, team/pki.v2, P, a/b/c",
    })
    void aPathBelongsToTheMountThatItContinues(String path, String mountPath, String mount, String remainder) {
        assertThat(table.resolve(path)).isEqualTo(new MountTable.Found<>(mountPath, mount, remainder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"databases/x", "data/x", "team/x", "team", "team/dbx/y", "x"})
    void aMereTextPrefixIsNoMount(String path) {
        assertThatThrownBy(() -> table.resolve(path))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("nothing is mounted at \"" + path + "\"");
    }

    @Test
    void anUnknownMountNamesTheNearestOneOrAll() {
        assertThatThrownBy(() -> table.resolve("databse/creds/x")).hasMessageEndingWith("did you mean database/?");
        assertThatThrownBy(() -> table.resolve("tema/db/x")).hasMessageEndingWith("did you mean team/db/?");
        assertThatThrownBy(() -> table.resolve("aws/x"))
                .hasMessageEndingWith("mounted are database/, team/db/, team/pki.v2/");
        assertThatThrownBy(() -> MountTable.empty().resolve("aws/x")).hasMessageEndingWith("nothing is mounted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "//", "a//b", "../x", "database/../sys", "da'ta/x", "x\0/y", "\ud83d\ude00", "a%2e/b"})
    void hostilePathsAreRefused(String path) {
        assertThatThrownBy(() -> table.resolve(path))
                .isInstanceOf(InvalidRequestException.class)
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "database/x", "team", "team/db/deep", "team/pki.v2"})
    void aMountMustNotEqualContainOrLieInAnother(String path) {
        MountPath mount = MountPath.of(path);
        assertThat(table.conflict(mount)).isPresent();
        assertThatThrownBy(() -> table.with(mount, "x"))
                .isInstanceOf(ConflictException.class)
                .hasMessageMatching("path is already in use at (database|team/db|team/pki.v2)/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"databas", "databases", "team2", "team/db2", "team/d", "db"})
    void similarPathsAreNoConflict(String path) {
        assertThat(table.conflict(MountPath.of(path))).isEmpty();
        assertThat(table.with(MountPath.of(path), "x").resolve(path + "/y").mount())
                .isEqualTo("x");
    }

    @Test
    void aChangeMakesANewTable() {
        MountPath database = MountPath.of("database");
        assertThat(table.without(database).at(database)).isEmpty();
        assertThat(table.replacing(database, "new").at(database)).contains("new");
        assertThat(table.at(database)).contains("D");
        assertThat(table.all().keySet()).containsExactly("database", "team/db", "team/pki.v2");
        assertThat(table.all()).isUnmodifiable();
    }

    @ParameterizedTest
    @CsvSource({
        "database, database",
        "/database/, database",
        "team/db/, team/db",
        "a-b.c_d, a-b.c_d",
        "team/sys, team/sys"
    })
    void aMountPathIsNormalised(String given, String expected) {
        assertThat(MountPath.of(given).value()).isEqualTo(expected);
        assertThat(MountPath.of(given)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "a//b",
                "//a",
                "a//",
                "-a",
                "a-",
                ".a",
                "a/.",
                "..",
                "a b",
                "a:b",
                "a'b",
                "a%b",
                "\ud83d\ude00",
                "a\0",
                "sys",
                "sys/x",
                "auth",
                "/auth/x/",
                "{a}",
                "*"
            })
    void aMalformedOrReservedMountPathIsRefused(String path) {
        assertThatThrownBy(() -> MountPath.of(path))
                .isInstanceOf(InvalidRequestException.class)
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]+"));
    }

    @Test
    void aLongMountPathIsRefused() {
        assertThatThrownBy(() -> MountPath.of("x".repeat(256))).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> MountPath.of("x/".repeat(128) + "x"))
                .hasMessageContaining("longer than 255 characters");
        assertThat(MountPath.of("x".repeat(255)).value()).hasSize(255);
    }
}
