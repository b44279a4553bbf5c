package io.leasehold.spring.datasource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/** Sees the end of a migration, which runs while the bean that does it is made. */
final class MigrationEnd implements BeanPostProcessor, PriorityOrdered {

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

    /** Among the first: of a migration that ends before this post-processor is there, nobody would tell. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 3;
    }
}
