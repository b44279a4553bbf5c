package io.leasehold.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.testkit.rotation.TurnableSecret;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that follow a secret; what fails is tried again. */
class FileSinkTest {

    private final SettableTime time = SettableTime.manual();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final TurnableSecret secret = new TurnableSecret(Values.login("first"));

    @TempDir
    Path temporary;

    private Path folder;
    private Path file;

    @BeforeEach
    void folder() {
        folder = temporary.resolve("new/folder");
        file = folder.resolve("app.properties");
    }

    private FileSinkBuilder sink() {
        return FileSink.builder().secret(secret).scheduler(scheduler);
    }

    private SinkFile.Builder properties() {
        return SinkFile.at(file).content(FileContent.properties());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFileFollowsTheSecret() throws IOException {
        try (FileSink sink = sink().file(properties().build()).build()) {
            assertThat(file).hasContent("username=v-app-1\npassword=first\n");
            secret.turn(Values.login("second"));
            scheduler.runDue();
            assertThat(file).hasContent("username=v-app-1\npassword=second\n");
            assertThat(names()).containsExactly("app.properties");
            assertThat(sink.status().writes()).isEqualTo(2);
            assertThat(sink.status().isHealthy()).isTrue();
            assertThat(sink.status() + sink.toString()).doesNotContain("second");
        }
        assertThat(file).exists();
        assertThat(secret.listeners()).isZero();
        assertThat(secret.isClosed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0600, rw-------", "0644, rw-r--r--", "640, rw-r-----", "0400, r--------", "0660, rw-rw----"})
    void permissionsAreThoseAskedFor(String octal, String text) throws IOException {
        try (FileSink sink =
                sink().file(properties().permissions(octal).build()).build()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
            sink.refresh();
            scheduler.runDue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0666", "0602", "0200", "4755", "rw-------", "", "0888", "06000"})
    void permissionsThatMakeNoSenseAreRefused(String octal) {
        assertThatThrownBy(() -> properties().permissions(octal).build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("permissions");
    }

    @Test
    void ownerAndGroupAreSet() throws IOException {
        String user = Files.getOwner(temporary).getName();
        try (FileSink sink =
                sink().file(properties().owner(user).group(user).build()).build()) {
            assertThat(Files.getOwner(sink.status().files().get(0)).getName()).isEqualTo(user);
        }
        assertThatThrownBy(() -> sink().file(
                                properties().owner("nobody-of-this-name").build())
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no user or group nobody-of-this-name");
        assertThat(names()).containsExactly("app.properties");
    }

    @Test
    void aSymbolicLinkIsNeitherFollowedNorReplaced() throws IOException {
        Files.createDirectories(folder);
        Path elsewhere = Files.writeString(temporary.resolve("elsewhere"), "theirs");
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(() -> sink().file(properties().build()).build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("symbolic link");
        assertThat(elsewhere).hasContent("theirs");
        Files.delete(file);
        try (FileSink sink = sink().file(properties().build()).build()) {
            Files.delete(file);
            Files.createSymbolicLink(file, elsewhere);
            secret.turn(Values.login("second"));
            scheduler.runDue();
            assertThat(sink.status().lastError().orElseThrow()).contains("symbolic link");
            assertThat(elsewhere).hasContent("theirs");
            assertThat(names()).containsExactly("app.properties");
        }
    }

    @Test
    void aFolderAtTheDestinationIsRefused() throws IOException {
        Files.createDirectories(file);
        assertThatThrownBy(() -> sink().file(properties().build()).build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no regular file");
    }

    @Test
    void allFilesOfASetAreMadeOfTheSameSecret() {
        TurnableSecret pair = new TurnableSecret(Values.certificate("one"));
        try (FileSink sink = FileSink.builder()
                .secret(pair)
                .scheduler(scheduler)
                .file(SinkFile.at(folder.resolve("server.crt"))
                        .content(FileContent.certificateChain())
                        .permissions("0644")
                        .build())
                .file(SinkFile.at(folder.resolve("server.key"))
                        .content(FileContent.field("private_key"))
                        .build())
                .file(SinkFile.at(folder.resolve("server.pem"))
                        .content(FileContent.pemBundle())
                        .build())
                .build()) {
            pair.turn(Values.certificate("two"));
            scheduler.runDue();
            assertThat(folder.resolve("server.crt"))
                    .content()
                    .startsWith("-----BEGIN CERT")
                    .contains("two-cert", "root");
            assertThat(folder.resolve("server.key"))
                    .content()
                    .contains("two-key")
                    .endsWith("-----\n");
            assertThat(folder.resolve("server.pem")).content().contains("two-key", "two-cert");
            assertThat(sink.status().writes()).isEqualTo(2);
        }
    }

    @Test
    void whenOneFileOfASetCannotBeWrittenNoneIsReplaced() throws IOException {
        TurnableSecret pair = new TurnableSecret(Values.certificate("one"));
        Path other = temporary.resolve("other");
        try (FileSink sink = FileSink.builder()
                .secret(pair)
                .scheduler(scheduler)
                .file(SinkFile.at(folder.resolve("server.crt"))
                        .content(FileContent.certificateChain())
                        .build())
                .file(SinkFile.at(other.resolve("server.key"))
                        .content(FileContent.field("private_key"))
                        .build())
                .build()) {
            // The folder of the key is gone, as a volume that was unmounted.
            Files.move(other, temporary.resolve("away"));
            Files.writeString(other, "in the way");
            pair.turn(Values.certificate("two"));
            scheduler.runDue();
            assertThat(folder.resolve("server.crt")).content().contains("one-cert");
            assertThat(names()).containsExactly("server.crt");
            assertThat(sink.status().failures()).isEqualTo(1);
            assertThat(sink.status().lastError().orElseThrow()).contains("server.key");
            assertThat(pair.openHolds()).isEqualTo(1);
            // It comes back, and the retry finds it.
            Files.delete(other);
            Files.move(temporary.resolve("away"), other);
            scheduler.advance(Duration.ofSeconds(1));
            assertThat(folder.resolve("server.crt")).content().contains("two-cert");
            assertThat(other.resolve("server.key")).content().contains("two-key");
            assertThat(sink.status().isHealthy()).isTrue();
        }
    }

    @Test
    void pausesGrowUpToAMinute() {
        assertThat(Stream.of(1, 2, 3, 6, 7, 8, 50, 5000).map(FileSink::pause))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 32L, 60L, 60L, 60L, 60L);
    }

    @Test
    void aSecretThatHasEndedLeavesTheFileAndIsSaid() {
        try (FileSink sink = sink().file(properties().build()).build()) {
            secret.end(true);
            sink.refresh();
            scheduler.runDue();
            assertThat(sink.status().lastError().orElseThrow()).contains("has ended");
            assertThat(file).content().contains("first");
            secret.end(false);
            scheduler.advance(Duration.ofSeconds(1));
            assertThat(sink.status().isHealthy()).isTrue();
        }
    }

    @Test
    void theFormerLeaseIsHeldUntilTheFilesAreWrittenAndDrained() {
        try (FileSink sink =
                sink().file(properties().build()).drain(Duration.ofSeconds(30)).build()) {
            secret.turn(Values.login("second"));
            assertThat(secret.openHolds()).isEqualTo(1);
            scheduler.runDue();
            assertThat(secret.openHolds()).isEqualTo(1);
            scheduler.advance(Duration.ofSeconds(31));
            assertThat(secret.openHolds()).isZero();
            secret.turn(Values.login("third"));
            assertThat(secret.openHolds()).isEqualTo(1);
            assertThat(sink.status().closed()).isFalse();
        }
        assertThat(secret.openHolds()).isZero();
    }

    @Test
    void aDrainEndsWithTheSink() {
        try (FileSink sink =
                sink().file(properties().build()).drain(Duration.ofSeconds(30)).build()) {
            secret.turn(Values.login("second"));
            scheduler.runDue();
            assertThat(sink.status().writes()).isEqualTo(2);
            assertThat(secret.openHolds()).isEqualTo(1);
        }
        assertThat(secret.openHolds()).isZero();
        scheduler.advance(Duration.ofSeconds(31));
        assertThat(secret.openHolds()).isZero();
    }

    @Test
    void whatIsUpToDateIsNotWrittenAgain() throws IOException {
        try (FileSink sink = sink().file(properties().build()).build()) {
            Object before = Files.readAttributes(file, "unix:ino").get("ino");
            sink.refresh();
            scheduler.runDue();
            assertThat(Files.readAttributes(file, "unix:ino")).containsEntry("ino", before);
            assertThat(sink.status().writes()).isEqualTo(1);
            Files.writeString(file, "changed by somebody");
            sink.refresh();
            scheduler.runDue();
            assertThat(file).content().contains("first");
        }
    }

    @Test
    void filesAreRemovedAtTheEndWhereThatIsAskedFor() {
        FileSink sink = sink().file(properties().build()).removeOnClose(true).build();
        assertThat(file).exists();
        sink.close();
        sink.close();
        assertThat(file).doesNotExist();
        secret.turn(Values.login("late"));
        scheduler.runDue();
        assertThat(file).doesNotExist();
        assertThat(sink.status().closed()).isTrue();
    }

    @Test
    void whatWasNeverWrittenIsNotRemoved() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(file, "former");
        SinkFile unfit = SinkFile.at(file).content(FileContent.field("nothing")).build();
        assertThatThrownBy(() -> sink().file(unfit).removeOnClose(true).build())
                .isInstanceOf(InvalidRequestException.class);
        assertThat(file).hasContent("former");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        SinkFile linked = SinkFile.at(link).content(FileContent.properties()).build();
        assertThatThrownBy(() -> sink().file(linked).removeOnClose(true).build())
                .isInstanceOf(InvalidRequestException.class);
        assertThat(link).isSymbolicLink();
    }

    @Test
    void templatesThatAskTheSameShareOneSecret() {
        AtomicInteger opened = new AtomicInteger();
        TurnableSecret pair = new TurnableSecret(Values.certificate("one"));
        String query = "{{ with secret \"pki/issue/web\" \"common_name=a\" }}";
        FileSink sink = FileSink.builder()
                .scheduler(scheduler)
                .templateSecrets((path, parameters) -> {
                    opened.incrementAndGet();
                    assertThat(parameters).isEqualTo(Map.of("common_name", "a"));
                    return pair;
                })
                .file(SinkFile.at(folder.resolve("c"))
                        .template(query + "{{ .Data.certificate }}{{ end }}")
                        .build())
                .file(SinkFile.at(folder.resolve("k"))
                        .template(query + "{{ .Data.private_key }}{{ end }}")
                        .build())
                .build();
        assertThat(opened).hasValue(1);
        pair.turn(Values.certificate("two"));
        scheduler.runDue();
        assertThat(folder.resolve("c")).content().contains("two-cert");
        assertThat(folder.resolve("k")).content().contains("two-key");
        sink.close();
        assertThat(pair.isClosed()).isTrue();
    }

    @Test
    void aTemplateThatDoesNotFitItsSecretIsRefusedAtTheStart() throws IOException {
        Path template = Files.writeString(temporary.resolve("app.tpl"), "x\n{{ .Data.pasword }}");
        assertThatThrownBy(() -> sink().file(
                                SinkFile.at(file).templateFile(template).build())
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("app.tpl, line 2, column 4")
                .hasMessageContaining("password")
                .hasMessageNotContaining("first");
        assertThat(secret.listeners()).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> sink().build()).hasMessageContaining("file");
        assertThatThrownBy(() -> SinkFile.at(file).build()).hasMessageContaining("content");
        assertThatThrownBy(() -> sink().file(properties().build())
                        .file(properties().build())
                        .build())
                .hasMessageContaining("two files");
        assertThatThrownBy(() -> FileSink.builder().file(properties().build()).build())
                .hasMessageContaining("path");
        assertThatThrownBy(() -> sink().path("a/b").file(properties().build()).build())
                .hasMessageContaining("secret");
        assertThatThrownBy(() -> FileSink.builder()
                        .file(SinkFile.at(file)
                                .template("{{ with secret \"a\" }}{{ end }}")
                                .build())
                        .build())
                .hasMessageContaining("broker");
        assertThatThrownBy(() -> sink().name("a b")).hasMessageContaining("name");
        assertThatThrownBy(() -> sink().drain(Duration.ofSeconds(-1))).hasMessageContaining("drain");
        assertThatThrownBy(() -> SinkCommand.of()).hasMessageContaining("command");
        assertThatThrownBy(() -> SinkCommand.shell(" ")).hasMessageContaining("command");
        assertThatThrownBy(() -> SinkCommand.of("x").within(Duration.ZERO)).hasMessageContaining("command");
        assertThatThrownBy(() ->
                        SinkFile.at(Path.of("/")).content(FileContent.json()).build())
                .hasMessageContaining("destination");
    }
}
