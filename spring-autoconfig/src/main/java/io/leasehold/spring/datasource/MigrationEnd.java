package io.leasehold.spring.datasource;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Sees the end of a migration, which runs while the bean that does it is made. */
final class MigrationEnd implements BeanPostProcessor {

    private final String type;
    private final Runnable whenMigrated;

    MigrationEnd(String type, Runnable whenMigrated) {
        this.type = type;
        this.whenMigrated = whenMigrated;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        for (Class<?> each = bean.getClass(); each != null; each = each.getSuperclass()) {
            if (each.getName().equals(type)) {
                whenMigrated.run();
                break;
            }
        }
        return bean;
    }
}
