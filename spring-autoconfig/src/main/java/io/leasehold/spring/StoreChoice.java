package io.leasehold.spring;

import io.leasehold.spring.LeaseholdProperties.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where an SQLite store lies. */
final class StoreChoice {

    private StoreChoice() {}

    /** The file asked for, or one in the home directory, so that it does not depend on where the application is started. */
    static Path sqliteFile(Store store, String name) {
        Path file = store.path();
        if (file == null) {
            String fileName = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "_");
            file = Path.of(System.getProperty("user.home"), ".leasehold", fileName + ".db");
        }
        if (file.toString().isBlank() || Files.isDirectory(file)) {
            // Before a key is made beside it.
            throw new LeaseholdStartException("leasehold.store.path", "must name a file, was \"" + file + "\"");
        }
        return file.toAbsolutePath();
    }
}
