package io.leasehold.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.crypto.AesGcm;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "file modes are those of POSIX")
class MasterKeyFileTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void requirePosix() throws IOException {
        FileStore store = Files.getFileStore(directory);
        assertThat(store.supportsFileAttributeView(PosixFileAttributeView.class))
                .isTrue();
        file = directory.resolve("master.key");
    }

    @Test
    void bytesAndBothTextFormsGiveTheSameKey() throws IOException {
        byte[] key = AesGcm.randomKey();
        String id = MasterKey.fromBytes(key).id();

        assertThat(keyIn(key).id()).isEqualTo(id);
        assertThat(keyIn(Base64.getEncoder().encode(key)).id()).isEqualTo(id);
        assertThat(keyIn((HexFormat.of().formatHex(key) + "\n").getBytes(US_ASCII))
                        .id())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--,0644", "rw-------,", "r--------,", "rw--w----,0620", "rwx-----x,0701", "rw-rw-rw-,0666"})
    void aFileThatOthersCanAccessIsRefusedWithItsMode(String permissions, String refused) throws IOException {
        Files.write(file, AesGcm.randomKey());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        if (refused == null) {
            assertThat(MasterKey.fromFile(file).id()).hasSize(16);
        } else {
            assertRefused("has mode " + refused, "chmod 600 " + file);
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertRefused("does not exist", "openssl rand -base64 32");
    }

    @Test
    void aDirectoryIsNoKey() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MasterKey.fromFile(directory))
                .withMessageContaining("is a directory");
    }

    @Test
    void anEmptyFileIsNoKey() throws IOException {
        write(new byte[0]);
        assertRefused("is empty");
    }

    @Test
    void aLargeFileIsNoKey() throws IOException {
        write(new byte[1 << 20]);
        assertRefused("is too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef0123456789abcdef", "my very long and secret passwor\n"})
    void thirtyTwoCharactersOfTextAreNoKey(String text) throws IOException {
        write(text.getBytes(US_ASCII));
        assertThat(assertRefused("holds 32 characters of text")).doesNotContain(text.strip());
    }

    @Test
    void aFileWithSomethingElseIsRefusedWithoutQuotingIt() throws IOException {
        write("correct horse battery staple".getBytes(US_ASCII));
        assertThat(assertRefused("holds no key", "28 characters")).doesNotContain("horse");
    }

    @Test
    void aLinkToAKeyIsFollowed() throws IOException {
        write(AesGcm.randomKey());
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(MasterKey.fromFile(link).id())
                .isEqualTo(MasterKey.fromFile(file).id());
        assertThat(MasterKey.fromFileOrCreate(link).id())
                .isEqualTo(MasterKey.fromFile(file).id());
    }

    @Test
    void aLinkToNothingIsRefusedAndNothingIsMade() throws IOException {
        Files.createSymbolicLink(file, directory.resolve("nowhere"));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MasterKey.fromFileOrCreate(file))
                .withMessageContaining("does not exist");
        assertThat(filesInDirectory()).containsExactly("master.key");
    }

    @Test
    void aKeyIsMadeOnceWithMode0600() throws IOException {
        String id = MasterKey.fromFileOrCreate(file).id();

        assertThat(MasterKey.fromFileOrCreate(file).id()).isEqualTo(id);
        assertThat(MasterKey.fromFile(file).id()).isEqualTo(id);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(filesInDirectory()).containsExactly("master.key");
        assertThat(MasterKey.fromFileOrCreate(directory.resolve("other.key")).id())
                .isNotEqualTo(id);
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path lost = directory.resolve("no/such/master.key");

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MasterKey.fromFileOrCreate(lost))
                .withMessageContaining(lost.toString())
                .withMessageContaining("its directory does not exist");
    }

    @Test
    void anExistingFileIsNeverReplaced() throws IOException {
        write("not a key".getBytes(US_ASCII));

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> MasterKey.fromFileOrCreate(file));
        assertThat(file).hasContent("not a key");
    }

    @Test
    void startersThatRaceEndWithTheSameKey() throws Exception {
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            for (int round = 0; round < 50; round++) {
                Path contended = directory.resolve("key" + round);
                CyclicBarrier start = new CyclicBarrier(racers);
                List<Future<String>> ids = new ArrayList<>();
                for (int i = 0; i < racers; i++) {
                    ids.add(threads.submit(() -> {
                        start.await();
                        return MasterKey.fromFileOrCreate(contended).id();
                    }));
                }
                Set<String> distinct = new HashSet<>();
                for (Future<String> id : ids) {
                    distinct.add(id.get());
                }
                assertThat(distinct).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(filesInDirectory()).allMatch(name -> name.startsWith("key"));
    }

    private MasterKey keyIn(byte[] content) throws IOException {
        write(content);
        return MasterKey.fromFile(file);
    }

    private void write(byte[] content) throws IOException {
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String assertRefused(String... parts) {
        StringBuilder message = new StringBuilder();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MasterKey.fromFile(file))
                .withMessageStartingWith("master key file " + file)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts))
                .satisfies(e -> message.append(e.getMessage()));
        return message.toString();
    }

    private List<String> filesInDirectory() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
