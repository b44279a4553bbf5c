package io.leasehold.database.internal.tls;

import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Fields that hold PEM text, or the path of a file with it on the machine of the application. Stateless. */
public final class PemSource {

    private static final String BEGIN = "-----BEGIN ";

    private PemSource() {}

    /**
     * Whether a field holds the text itself.
     *
     * @param value its value
     * @return false when it is a path
     */
    public static boolean isText(String value) {
        return value.contains(BEGIN);
    }

    /**
     * The text of a field. Reads the file, if it is one.
     *
     * @param field the field, for messages
     * @param value its value
     * @return the PEM text
     * @throws InvalidRequestException when the file cannot be read
     */
    public static String read(String field, String value) {
        if (isText(value)) {
            return value;
        }
        try {
            return Files.readString(Path.of(value.strip()));
        } catch (IOException | InvalidPathException unreadable) {
            throw new InvalidRequestException(
                    field, "is neither PEM text nor the path of a file that the application can read");
        }
    }

    /**
     * The text of all files of a folder.
     *
     * @param field the field, for messages
     * @param folder its value
     * @return the PEM text
     * @throws InvalidRequestException when it cannot be read, or holds no file
     */
    public static String readAll(String field, String folder) {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(folder.strip()))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        } catch (IOException | InvalidPathException unreadable) {
            throw new InvalidRequestException(field, "is no folder of PEM files that the application can read");
        }
        return String.join("\n", texts);
    }
}
