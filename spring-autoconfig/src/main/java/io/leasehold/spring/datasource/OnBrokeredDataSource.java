package io.leasehold.spring.datasource;

import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether any data source is to run on credentials of the broker. */
class OnBrokeredDataSource extends SpringBootCondition {

    private static final Bindable<Map<String, Object>> ENTRIES = Bindable.mapOf(String.class, Object.class);

    private final String prefix;

    OnBrokeredDataSource() {
        this("leasehold.datasource");
    }

    private OnBrokeredDataSource(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean found = Binder.get(context.getEnvironment())
                .bind(prefix, ENTRIES)
                .map(entries -> !entries.isEmpty())
                .orElse(false);
        return new ConditionOutcome(
                found,
                ConditionMessage.forCondition("Brokered data source")
                        .because(prefix + (found ? " is set" : " is not set")));
    }

    /** Whether the data source that Spring Boot configures is one of them. */
    static final class Main extends OnBrokeredDataSource {

        Main() {
            super("leasehold.datasource.default");
        }
    }

    /** Whether its migrations run on a credential of their own. */
    static final class Migration extends OnBrokeredDataSource {

        Migration() {
            super("leasehold.datasource.default.migration");
        }
    }
}
