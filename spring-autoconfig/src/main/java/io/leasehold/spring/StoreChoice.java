package io.leasehold.spring;

import io.leasehold.spring.LeaseholdProperties.Store;
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
        return file.toAbsolutePath();
    }
}
