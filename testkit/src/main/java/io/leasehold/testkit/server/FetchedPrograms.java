package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Programs of another release of Debian with all their libraries in one folder, as {@code .ci/fetch-debian} unpacks them. Such a
 * program is started by the folder's own loader, so that it never meets the libraries of this machine.
 *
 * @param root the folder that stands for the root of a file system
 * @param loader its loader
 */
record FetchedPrograms(Path root, Path loader) {

    /**
     * The programs of a product: in the folder that the system property {@code leasehold.PRODUCT.root} names, else the
     * environment variable {@code LEASEHOLD_PRODUCT_ROOT}, else where {@code .ci/run} puts them.
     */
    static Optional<FetchedPrograms> find(String product) {
        Path root = folder(product);
        return loader(root).map(loader -> new FetchedPrograms(root, loader));
    }

    /** Where they were looked for, for messages. */
    static Path folder(String product) {
        String named = System.getProperty("leasehold." + product + ".root");
        if (named == null) {
            named = System.getenv("LEASEHOLD_" + product.toUpperCase(Locale.ROOT) + "_ROOT");
        }
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path parent =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return parent.resolve("leasehold/servers").resolve(product).toAbsolutePath();
    }

    /** A file below the root. */
    Path file(String path) {
        return root.resolve(path);
    }

    /** The start of a command that runs a program below the root. */
    List<String> command(String program) {
        return List.of(
                loader.toString(),
                "--library-path",
                loader.resolveSibling("").toString(),
                file(program).toString());
    }

    private static Optional<Path> loader(Path root) {
        Path libraries = root.resolve("usr/lib");
        if (!Files.isDirectory(libraries)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(libraries, "*-linux-gnu*")) {
            for (Path architecture : architectures) {
                try (DirectoryStream<Path> loaders = Files.newDirectoryStream(architecture, "ld-linux*.so.*")) {
                    for (Path loader : loaders) {
                        return Optional.of(loader);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + libraries, e);
        }
    }
}
