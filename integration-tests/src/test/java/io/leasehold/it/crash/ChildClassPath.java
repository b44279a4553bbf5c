package io.leasehold.it.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * How children are started: with the class path of the tests, and as cheaply as a JVM can be. The classes that a first child
 * loaded are kept in an archive that the others map into their memory, which takes half of the work out of a start. Such an
 * archive refuses class paths with folders in them, so these are packed first.
 */
final class ChildClassPath {

    private final String classPath;
    private final Path archive;

    private ChildClassPath(String classPath, Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /**
     * Packs the class path of this process.
     *
     * @param folder where files may be put
     */
    static ChildClassPath packedIn(Path folder) {
        List<String> packed = new ArrayList<>();
        Pattern separator = Pattern.compile(File.pathSeparator, Pattern.LITERAL);
        separator.splitAsStream(System.getProperty("java.class.path")).forEach(element -> {
            Path path = Path.of(element);
            packed.add(Files.isDirectory(path) ? pack(path, folder, packed.size()) : element);
        });
        return new ChildClassPath(String.join(File.pathSeparator, packed), folder.resolve("classes.jsa"));
    }

    private static String pack(Path classes, Path folder, int number) {
        Path jar = folder.resolve("classes-" + number + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(
                        new ZipEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, zip);
                zip.closeEntry();
            }
            return jar.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("the class path of the children cannot be packed", e);
        }
    }

    /** The command of a child: the first one that ends by itself leaves the archive behind. */
    List<String> command() {
        return List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive,
                // A virtual machine that cannot use the archive does without, and says nothing of it on standard
                // output.
                "-Xshare:auto",
                "-Xlog:disable",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-classpath",
                classPath);
    }
}
