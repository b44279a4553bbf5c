package io.leasehold.it.crash;

import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.it.crash.StorePlace.SqliteFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a child is told, through its standard input, because it holds passwords.
 *
 * @param work what it does
 * @param name the name of its broker
 * @param store where its store is
 * @param keyFile the file of the master key
 * @param clockFile the file of the clock
 * @param haltAt the exchange with an SQLite store at which it halts, counted from one; zero for none
 * @param haltAfter whether it halts after that exchange, not before it
 * @param seed for what it does at random
 */
record ChildOrders(
        Work work,
        String name,
        StorePlace store,
        Path keyFile,
        Path clockFile,
        long haltAt,
        boolean haltAfter,
        long seed) {

    /** What children do. */
    enum Work {
        /** Each lease operation once, and then the end. */
        SCENARIO,
        /** Each rotation of a password once, and then the end. */
        ROTATIONS,
        /** Any lease operations in several threads, until it is killed. */
        LOAD
    }

    /** The orders as one line of text. */
    String text() {
        Properties values = new Properties();
        values.setProperty("work", work.name());
        values.setProperty("name", name);
        values.setProperty("keyFile", keyFile.toString());
        values.setProperty("clockFile", clockFile.toString());
        values.setProperty("haltAt", Long.toString(haltAt));
        values.setProperty("haltAfter", Boolean.toString(haltAfter));
        values.setProperty("seed", Long.toString(seed));
        if (store instanceof SqliteFile sqlite) {
            values.setProperty("file", sqlite.file().toString());
        } else if (store instanceof PostgresDatabase postgres) {
            values.setProperty("url", postgres.url());
            values.setProperty("user", postgres.user());
            values.setProperty("password", postgres.password());
        }
        StringWriter text = new StringWriter();
        try {
            values.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Reads orders. */
    static ChildOrders of(String text) {
        Properties values = new Properties();
        try {
            values.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String file = values.getProperty("file");
        StorePlace store = file != null
                ? new SqliteFile(Path.of(file))
                : new PostgresDatabase(
                        values.getProperty("url"), values.getProperty("user"), values.getProperty("password"));
        return new ChildOrders(
                Work.valueOf(values.getProperty("work")),
                values.getProperty("name"),
                store,
                Path.of(values.getProperty("keyFile")),
                Path.of(values.getProperty("clockFile")),
                Long.parseLong(values.getProperty("haltAt")),
                Boolean.parseBoolean(values.getProperty("haltAfter")),
                Long.parseLong(values.getProperty("seed")));
    }
}
