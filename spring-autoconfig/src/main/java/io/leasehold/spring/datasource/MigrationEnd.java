package io.leasehold.spring.datasource;

import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Sees the end of a migration, which runs while the bean that does it is made. */
final class MigrationEnd implements BeanPostProcessor {

    private final String type;
    private final Supplier<MigrationDataSource> dataSource;

    MigrationEnd(String type, Supplier<MigrationDataSource> dataSource) {
        this.type = type;
        this.dataSource = dataSource;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        for (Class<?> each = bean.getClass(); each != null; each = each.getSuperclass()) {
            if (each.getName().equals(type)) {
                dataSource.get().migrated();
                break;
            }
        }
        return bean;
    }
}
