package io.leasehold.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spring.LeaseholdProperties.Store;
import io.leasehold.store.jdbc.JdbcStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/** Opens durable stores; the only class that needs the store's module. */
final class JdbcStores {

    private static final String PREFIX = "leasehold.store";

    private JdbcStores() {}

    static OpenStore sqlite(Store store, Path file) {
        return new OpenStore(open(settings(store).sqliteFile(file).sqliteReaders(store.sqliteReaders())), null);
    }

    static OpenStore jdbc(Store store, BeanFactory beans, StartPatience patience) {
        String bean = store.dataSource();
        String url = store.url();
        if ((bean == null) == (url == null)) {
            throw new LeaseholdStartException(
                    PREFIX + ".data-source",
                    "a store of type jdbc needs either the name of a DataSource bean, or a url with username and password");
        }
        if (bean != null) {
            return patience.await("the store", () -> new OpenStore(open(server(store, bean(beans, bean))), null));
        }
        if (store.maximumPoolSize() < 1) {
            throw new LeaseholdStartException(
                    PREFIX + ".maximum-pool-size", "must be 1 or more, was " + store.maximumPoolSize());
        }
        HikariDataSource pool = start(pool(store, url));
        try {
            return patience.await("the store", () -> new OpenStore(open(server(store, pool)), pool));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource start(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            // Neither URL nor cause are told: a URL may hold a password.
            throw new LeaseholdStartException(
                    PREFIX + ".url",
                    "no driver on the class path takes it; it must be the JDBC URL of PostgreSQL, MySQL or MariaDB, with the"
                            + " driver's artifact on the class path");
        }
    }

    private static JdbcStorage.Builder settings(Store store) {
        return JdbcStorage.builder().tablePrefix(store.tablePrefix()).timeout(store.timeout());
    }

    private static JdbcStorage.Builder server(Store store, DataSource dataSource) {
        JdbcStorage.Builder builder = settings(store).dataSource(dataSource);
        String schema = store.schema();
        return schema == null ? builder : builder.schema(schema);
    }

    /** An error of the settings tells its property; one of the server stays what it is, so that it can be waited for. */
    private static JdbcStorage open(JdbcStorage.Builder builder) {
        try {
            return builder.open();
        } catch (InvalidRequestException e) {
            throw LeaseholdStartException.at(PREFIX, e);
        }
    }

    private static DataSource bean(BeanFactory beans, String name) {
        try {
            return beans.getBean(name, DataSource.class);
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException e) {
            throw new LeaseholdStartException(
                    PREFIX + ".data-source", "there is no DataSource bean named \"" + name + "\"");
        } catch (BeanCreationException e) {
            if (e.getMostSpecificCause() instanceof BeanCurrentlyInCreationException) {
                throw new LeaseholdStartException(
                        PREFIX + ".data-source",
                        "the DataSource \"" + name
                                + "\" gets its credentials from this broker, so it cannot hold its store:"
                                + " name another one, or set url, username and password");
            }
            throw e;
        }
    }

    private static HikariConfig pool(Store store, String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("leasehold-store");
        config.setJdbcUrl(url);
        config.setUsername(store.username());
        config.setPassword(store.password());
        config.setMaximumPoolSize(store.maximumPoolSize());
        config.setMinimumIdle(1);
        // The store waits for a server that is down, and tells it in its own words.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** Makes the directory of a file, closed to others where the file system can say so. */
    static void makeDirectory(Path file) {
        Path directory = file.getParent();
        try {
            if (directory == null || Files.isDirectory(directory)) {
                return;
            }
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new LeaseholdStartException(
                    PREFIX + ".path", "the directory " + directory + " cannot be made (" + e + "): name another file");
        }
    }
}
