package io.leasehold.spring.declaration;

import io.leasehold.spring.LeaseholdProperties;
import io.leasehold.spring.LeaseholdProperties.Mount;
import io.leasehold.spring.LeaseholdProperties.Write;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.declaration.Declaration.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.StringUtils;

/** Reads declarations out of the general properties: mounts, policies, configs, roles, static roles, then what else is written. */
final class PropertyDeclarations {

    private PropertyDeclarations() {}

    /** Mounts with their entries, and policies before them. */
    static Declarations entries(LeaseholdProperties properties) {
        List<DeclaredMount> mounts = new ArrayList<>();
        List<Declaration> documents = new ArrayList<>();
        properties
                .passwordPolicies()
                .forEach((name, policy) -> documents.add(new Declaration(
                        "sys/policies/password/" + name,
                        "leasehold.password-policies." + name,
                        Map.of("policy", policy),
                        Map.of("policy", "leasehold.password-policies." + name),
                        Kind.ENTRY)));
        properties.mounts().forEach((path, mount) -> {
            String property = "leasehold.mounts." + path;
            mounts.add(new DeclaredMount(
                    path,
                    property,
                    StringUtils.hasText(mount.type()) ? mount.type() : path,
                    mount.description(),
                    mount.defaultLeaseTtl(),
                    mount.maxLeaseTtl()));
            below(documents, path, property, mount);
        });
        return new Declarations(mounts, documents);
    }

    private static void below(List<Declaration> documents, String path, String property, Mount mount) {
        add(documents, path + "/config/", property + ".config.", mount.config());
        add(documents, path + "/roles/", property + ".roles.", mount.roles());
        add(documents, path + "/static-roles/", property + ".static-roles.", mount.staticRoles());
    }

    private static void add(
            List<Declaration> documents, String path, String property, Map<String, Map<String, Object>> entries) {
        entries.forEach((name, bound) ->
                documents.add(new Declaration(path + name, property + name, FieldNames.fields(bound))));
    }

    /** What is written after everything else. */
    static Declarations writes(LeaseholdProperties properties) {
        List<Declaration> documents = new ArrayList<>();
        for (int i = 0; i < properties.write().size(); i++) {
            Write write = properties.write().get(i);
            String property = "leasehold.write[" + i + "]";
            if (!StringUtils.hasText(write.path())) {
                throw new LeaseholdStartException(property + ".path", "must name the path to write");
            }
            documents.add(new Declaration(
                    write.path(),
                    property + ".data",
                    FieldNames.fields(write.data()),
                    Map.of(),
                    write.once() ? Kind.ONCE : Kind.ACTION));
        }
        return new Declarations(List.of(), documents);
    }
}
