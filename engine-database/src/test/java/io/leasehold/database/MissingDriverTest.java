package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drivers are optional: without one, its plugin says which dependency to add, in the version that the build uses. */
class MissingDriverTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql-database-plugin, org.postgresql, postgresql, 'postgresql://localhost/app', ''",
        "mysql-database-plugin, com.mysql, mysql-connector-j, 'tcp(localhost:3306)/app', mariadb-java-client",
        "mysql-database-plugin, org.mariadb.jdbc, mariadb-java-client, 'jdbc:mariadb://localhost/app', ''",
        "mssql-database-plugin, com.microsoft.sqlserver, mssql-jdbc, 'sqlserver://localhost:1433', ''",
        "oracle-database-plugin, com.oracle.database.jdbc, ojdbc17, '{{username}}/{{password}}@//localhost:1521/app', ''",
        "snowflake-database-plugin, net.snowflake, snowflake-jdbc-thin, 'acct.snowflakecomputing.com/app', ''",
        "mongodb-database-plugin, org.mongodb, mongodb-driver-sync, 'mongodb://localhost:27017/app', ''",
        "redis-database-plugin, redis.clients, jedis, 'redis://localhost:6379', ''",
        "cassandra-database-plugin, org.apache.cassandra, java-driver-core, 'localhost:9042', ''"
    })
    void theDependencyToAddIsNamed(String plugin, String group, String artifact, String url, String alternative)
            throws Exception {
        List<String> without = alternative.isEmpty() ? List.of(artifact) : List.of(artifact, alternative);

        assertThat(refusal(without, plugin, url))
                .contains("plugin_name")
                .contains("missing")
                .contains(group + ":" + artifact + ":" + version(artifact))
                .doesNotContain("its-password");
    }

    /** The other way round, so that a URL that is refused for another reason does not look like a missing driver. */
    @Test
    void withItsDriverAPluginOpens() throws Exception {
        assertThat(refusal(List.of(), "mssql-database-plugin", "sqlserver://localhost:1433"))
                .isEmpty();
    }

    private static String refusal(List<String> without, String plugin, String url) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : entries()) {
            if (without.stream().noneMatch(artifact -> isOf(artifact, entry))) {
                urls.add(url(entry));
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            return (String) loader.loadClass(WithoutDriver.class.getName())
                    .getMethod("refusal", String.class, String.class, Map.class)
                    .invoke(null, plugin, url, Map.of());
        }
    }

    private static List<String> entries() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    }

    private static boolean isOf(String artifact, String entry) {
        return new File(entry).getName().matches(artifact + "-[0-9].*\\.jar");
    }

    /** As the artifact's file says it. */
    private static String version(String artifact) {
        String name = entries().stream()
                .filter(entry -> isOf(artifact, entry))
                .map(entry -> new File(entry).getName())
                .findFirst()
                .orElseThrow();
        return name.substring(artifact.length() + 1, name.length() - ".jar".length());
    }

    private static URL url(String entry) throws MalformedURLException {
        return new File(entry).toURI().toURL();
    }
}
