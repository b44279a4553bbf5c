package io.leasehold.spring.datasource;

import io.leasehold.spring.LeaseholdProperties;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.datasource.LeaseholdDataSourceProperties.Admin;
import io.leasehold.spring.datasource.LeaseholdDataSourceProperties.Brokered;
import io.leasehold.spring.datasource.LeaseholdDataSourceProperties.Migration;
import io.leasehold.spring.datasource.LeaseholdDataSourceProperties.Role;
import io.leasehold.spring.declaration.Declaration;
import io.leasehold.spring.declaration.Declaration.Kind;
import io.leasehold.spring.declaration.Declarations;
import io.leasehold.spring.declaration.DeclaredMount;
import io.leasehold.spring.declaration.FieldNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Decides what is done with each data source, and what has to be declared at the broker for it. */
final class DataSourcePlans {

    private static final Map<String, String> PLUGINS = Map.of(
            "postgresql", "postgresql-database-plugin",
            "mysql", "mysql-database-plugin",
            "mariadb", "mysql-database-plugin",
            "sqlserver", "mssql-database-plugin",
            "oracle", "oracle-database-plugin",
            "snowflake", "snowflake-database-plugin");

    private final LeaseholdDataSourceProperties properties;
    private final String application;
    private final @Nullable String bootUrl;

    DataSourcePlans(LeaseholdDataSourceProperties properties, LeaseholdProperties broker, Environment environment) {
        this.properties = properties;
        this.application = broker.nameIn(environment).replaceAll("[^A-Za-z0-9_-]", "-");
        this.bootUrl = environment.getProperty("spring.datasource.url");
    }

    /** The plans, without what somebody else's connection details say. */
    List<DataSourcePlan> all() {
        List<DataSourcePlan> plans = properties.datasource().entrySet().stream()
                .map(entry -> plan(entry.getKey(), entry.getValue()))
                .toList();
        requireOnePerPool(plans);
        return plans;
    }

    private static void requireOnePerPool(List<DataSourcePlan> plans) {
        Map<String, DataSourcePlan> byBean = new HashMap<>();
        for (DataSourcePlan plan : plans) {
            DataSourcePlan other = byBean.putIfAbsent(plan.beanName(), plan);
            if (other != null) {
                throw new LeaseholdStartException(
                        plan.property("bean"),
                        "is \"" + plan.beanName() + "\", the pool of leasehold.datasource." + other.name()
                                + ": give each pool one entry");
            }
        }
    }

    Optional<DataSourcePlan> main() {
        return all().stream()
                .filter(plan -> plan.name().equals(DataSourcePlan.DEFAULT))
                .findFirst();
    }

    private DataSourcePlan plan(String name, Brokered settings) {
        boolean main = name.equals(DataSourcePlan.DEFAULT);
        String bean = settings.bean() != null ? settings.bean() : main ? "dataSource" : name;
        String url = settings.url() != null ? settings.url() : main ? bootUrl : null;
        String path = settings.path() != null ? settings.path() : credentials(settings, name);
        DataSourcePlan plan = new DataSourcePlan(name, settings, bean, url, path, migrationPath(name, settings));
        check(plan);
        return plan;
    }

    private @Nullable String migrationPath(String name, Brokered settings) {
        Migration migration = settings.migration();
        if (migration == null) {
            return null;
        }
        return migration.path() != null ? migration.path() : credentials(settings, name + "-migration");
    }

    private String credentials(Brokered settings, String name) {
        return settings.mount() + "/creds/" + entry(name);
    }

    private String entry(String name) {
        return application + "-" + name;
    }

    private void check(DataSourcePlan plan) {
        Brokered settings = plan.settings();
        Migration migration = settings.migration();
        if (plan.name().equals(DataSourcePlan.DEFAULT) && !plan.beanName().equals("dataSource")) {
            throw new LeaseholdStartException(
                    plan.property("bean"),
                    "cannot be \"" + plan.beanName()
                            + "\": default is the data source that Spring Boot makes; give another one"
                            + " an entry of its own");
        }
        if (settings.path() != null && settings.role() != null) {
            throw new LeaseholdStartException(plan.property("path"), "excludes role: give the one or the other");
        }
        if (settings.path() == null && settings.role() == null) {
            throw new LeaseholdStartException(
                    plan.property("role"),
                    "is missing: declare what the users may do, or give the path of credentials");
        }
        if (migration != null && !plan.name().equals(DataSourcePlan.DEFAULT)) {
            throw new LeaseholdStartException(
                    plan.property("migration"),
                    "is for the entry default only: Spring Boot migrates no other data source");
        }
        if (migration != null && (migration.path() == null) == (migration.role() == null)) {
            throw new LeaseholdStartException(plan.property("migration"), "needs either a role or a path");
        }
    }

    /** What has to be declared; somebody else's details of the main connection go before the properties. */
    Declarations declarations(@Nullable ForeignDetails foreign) {
        List<DeclaredMount> mounts = new ArrayList<>();
        List<Declaration> documents = new ArrayList<>();
        for (DataSourcePlan plan : all()) {
            Role role = plan.settings().role();
            Migration migration = plan.settings().migration();
            Role migrationRole = migration == null ? null : migration.role();
            if (role == null && migrationRole == null) {
                continue;
            }
            mounts.add(
                    new DeclaredMount(plan.settings().mount(), plan.property("mount"), "database", null, null, null));
            ForeignDetails details = plan.name().equals(DataSourcePlan.DEFAULT) ? foreign : null;
            String plugin = plugin(plan, adminUrl(plan, details));
            documents.add(connection(plan, details, plugin));
            if (role != null) {
                documents.add(role(plan, plan.name(), role, "role", plugin));
            }
            if (migrationRole != null) {
                documents.add(role(plan, plan.name() + "-migration", migrationRole, "migration.role", plugin));
            }
        }
        return new Declarations(mounts, documents);
    }

    private Declaration connection(DataSourcePlan plan, @Nullable ForeignDetails details, String plugin) {
        Admin admin = plan.settings().admin();
        String username = details != null ? details.username() : admin.username();
        String password = details != null ? details.password() : admin.password();
        if (!StringUtils.hasText(username)) {
            throw new LeaseholdStartException(
                    plan.property("admin.username"), "is missing: somebody has to make and remove the users");
        }
        Map<String, Object> fields = FieldNames.fields(admin.options());
        fields.put("plugin_name", plugin);
        fields.put("connection_url", adminUrl(plan, details));
        fields.put("username", username);
        if (password != null) {
            fields.put("password", password);
        }
        fields.put("allowed_roles", List.of(entry(plan.name()), entry(plan.name() + "-migration")));
        String url = admin.url() != null ? plan.property("admin.url") : plan.urlProperty();
        return new Declaration(
                plan.settings().mount() + "/config/" + entry(plan.name()),
                plan.property("admin"),
                fields,
                Map.of("connection_url", url, "plugin_name", plan.property("plugin")),
                Kind.ENTRY);
    }

    private Declaration role(DataSourcePlan plan, String name, Role role, String field, String plugin) {
        String property = plan.property(field);
        return new Declaration(
                plan.settings().mount() + "/roles/" + entry(name),
                property,
                RoleFields.of(role, property, entry(plan.name()), plugin));
    }

    private static String adminUrl(DataSourcePlan plan, @Nullable ForeignDetails details) {
        if (details != null) {
            return details.url();
        }
        String url =
                plan.settings().admin().url() != null ? plan.settings().admin().url() : plan.url();
        if (!StringUtils.hasText(url)) {
            throw new LeaseholdStartException(plan.property("url"), "is missing: the JDBC URL of the database");
        }
        return url;
    }

    private static String plugin(DataSourcePlan plan, String url) {
        String given = plan.settings().plugin();
        if (given != null) {
            return given;
        }
        String[] parts = url.split(":", 3);
        String plugin = parts.length > 1 && parts[0].equals("jdbc") ? PLUGINS.get(parts[1]) : null;
        if (plugin == null) {
            throw new LeaseholdStartException(
                    plan.property("plugin"),
                    "is missing, and cannot be told from the URL, which is of none of "
                            + PLUGINS.keySet().stream().sorted().toList());
        }
        return plugin;
    }
}
