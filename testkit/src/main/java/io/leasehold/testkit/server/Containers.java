package io.leasehold.testkit.server;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/**
 * The same servers in containers. Used where the programs are not found and both Testcontainers and Docker are. TLS is left
 * to the programs: an image would not take a key file from outside without being rebuilt.
 */
final class Containers {

    /** The end of a message about a missing server. */
    static final String NOT_FOUND_EITHER = ", and no Docker engine with Testcontainers on the class path answers";

    private Containers() {}

    static boolean available() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (NoClassDefFoundError e) {
            // Testcontainers is an optional dependency.
            return false;
        }
    }

    static PostgresServer postgres(PostgresOptions options) {
        String password = Passwords.random();
        List<String> arguments = new ArrayList<>(List.of("postgres", "-c", "fsync=off"));
        options.settings().forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        ContainerServer control = new ContainerServer(
                "postgres:" + options.major(),
                5432,
                Map.of("POSTGRES_PASSWORD", password),
                arguments,
                port -> logsIn("jdbc:postgresql://127.0.0.1:" + port + "/postgres", PostgresTemplate.ADMIN, password));
        return started(control, new PostgresServer(control, options, password, null));
    }

    static MariaDbServer mariaDb(Map<String, String> settings) {
        String password = Passwords.random();
        List<String> arguments = new ArrayList<>(List.of("--innodb-flush-log-at-trx-commit=2"));
        settings.forEach((name, value) -> arguments.add("--" + name.replace('_', '-') + "=" + value));
        ContainerServer control = new ContainerServer(
                "mariadb:11.4",
                3306,
                Map.of("MARIADB_ROOT_PASSWORD", password),
                arguments,
                port -> logsIn(MariaDbServer.url("127.0.0.1", port, ""), MySqlCompatibleServer.ADMIN, password));
        return started(control, new MariaDbServer(control, password, null));
    }

    static MySqlServer mySql(Map<String, String> settings) {
        String password = Passwords.random();
        List<String> arguments = new ArrayList<>(List.of("--innodb-flush-log-at-trx-commit=2"));
        settings.forEach((name, value) -> arguments.add("--" + name.replace('_', '-') + "=" + value));
        ContainerServer control = new ContainerServer(
                "mysql:9.7",
                3306,
                Map.of("MYSQL_ROOT_PASSWORD", password),
                arguments,
                port -> logsIn(MySqlServer.url("127.0.0.1", port, ""), MySqlCompatibleServer.ADMIN, password));
        return started(control, new MySqlServer(control, password, null));
    }

    static RedisServer valkey() {
        String password = Passwords.random();
        ContainerServer control = new ContainerServer(
                "valkey/valkey:8.1",
                6379,
                Map.of(),
                List.of("valkey-server", "--requirepass", password),
                Containers::answersAsRedis);
        return started(control, new RedisServer(control, password, null));
    }

    private static boolean answersAsRedis(int port) {
        try {
            return RedisLauncher.answers(port, false);
        } catch (IOException e) {
            // Still starting.
            return false;
        }
    }

    static MongoServer mongoDb() {
        String password = Passwords.random();
        ContainerServer control = new ContainerServer(
                "mongo:8.0",
                27017,
                Map.of("MONGO_INITDB_ROOT_USERNAME", MongoServer.ADMIN, "MONGO_INITDB_ROOT_PASSWORD", password),
                List.of("mongod"),
                port -> MongoLogins.logsIn(port, MongoServer.ADMIN, password));
        return started(control, new MongoServer(control, password));
    }

    static ElasticsearchServer elasticsearch() {
        String password = Passwords.random();
        ContainerServer control = new ContainerServer(
                "docker.elastic.co/elasticsearch/elasticsearch:8.19.4",
                9200,
                Map.of(
                        "discovery.type",
                        "single-node",
                        "ELASTIC_PASSWORD",
                        password,
                        "xpack.security.enabled",
                        "true",
                        "xpack.security.http.ssl.enabled",
                        "false",
                        "ES_JAVA_OPTS",
                        "-Xms512m -Xmx512m"),
                List.of("eswrapper"),
                port -> HttpProbe.succeeds(port, ElasticsearchServer.ADMIN, password, "/_security/_authenticate"));
        return started(control, new ElasticsearchServer(control, password));
    }

    static CouchbaseServer couchbase() {
        String password = Passwords.random();
        ContainerServer control = new ContainerServer(
                "couchbase/server:7.6.2",
                8091,
                Map.of(),
                List.of("couchbase-server"),
                port -> isInitialised(port, password));
        return started(control, new CouchbaseServer(control, password));
    }

    static MotoServer moto() {
        ContainerServer control = new ContainerServer(
                "motoserver/moto:5.2.5",
                5000,
                Map.of(MotoLauncher.MANAGED_POLICIES, "true"),
                List.of(),
                MotoLauncher::answers);
        return started(control, new MotoServer(control));
    }

    /** A fresh node takes anybody, once, who makes it a cluster. */
    private static boolean isInitialised(int port, String password) {
        if (HttpProbe.succeeds(port, CouchbaseServer.ADMIN, password, "/whoami")) {
            return true;
        }
        HttpProbe.send(
                port,
                "",
                "",
                "POST",
                "/clusterInit",
                "clusterName=leasehold&services=kv&memoryQuota=256&port=SAME&username=" + CouchbaseServer.ADMIN
                        + "&password=" + password);
        return false;
    }

    private static <T> T started(ServerControl control, T server) {
        try {
            control.start();
            return server;
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
    }

    private static boolean logsIn(String url, String user, String password) {
        try (Connection connection = Sql.connect(url, user, password)) {
            return connection.isValid(10);
        } catch (SQLException e) {
            // Still starting.
            return false;
        }
    }
}
