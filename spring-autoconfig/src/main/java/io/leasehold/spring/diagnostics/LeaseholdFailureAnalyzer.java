package io.leasehold.spring.diagnostics;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spring.LeaseholdStartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Explains why the application could not start, by the property that has to change and the place where it stands. */
final class LeaseholdFailureAnalyzer extends AbstractFailureAnalyzer<LeaseholdStartException> {

    private final Environment environment;

    LeaseholdFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, LeaseholdStartException cause) {
        String property = cause.property();
        StringBuilder description = new StringBuilder(String.valueOf(cause.getMessage()));
        String origin = origin(property);
        if (origin != null) {
            description.append(System.lineSeparator()).append("    Set in: ").append(origin);
        }
        return new FailureAnalysis(description.toString(), action(cause), cause);
    }

    private static String action(LeaseholdStartException failure) {
        String property = failure.property();
        Throwable cause = failure.getCause();
        if (failure.path().isPresent() && cause instanceof NotFoundException) {
            return "Correct " + property + ", or set up the mount and the role that it names.";
        }
        if (failure.path().isPresent() && cause instanceof InvalidRequestException) {
            return "Correct the field that is named, in the properties beside " + property
                    + " or in the role that it names.";
        }
        if (cause instanceof TargetUnavailableException) {
            return "See that the database or service of " + property
                    + " is up and can be reached from here. To wait longer for"
                    + " it, raise leasehold.startup-timeout.";
        }
        if (cause instanceof LimitExceededException) {
            return "Wait or raise the limit that is named above; leasehold.startup-timeout says how long the start waits.";
        }
        if (cause instanceof TargetRefusedException) {
            return "Correct what the target refused: the login or the statements of " + property
                    + ", or the rights of that login there.";
        }
        if (cause instanceof StorageException storage) {
            return switch (storage.reason()) {
                case WRONG_KEY ->
                    "Set leasehold.master-key to the key that this store was made with, or leasehold.store to another store.";
                case UNAVAILABLE ->
                    "See that the store of leasehold.store can be reached; leasehold.startup-timeout says how long the start"
                            + " waits.";
                default -> "Look at what is wrong with the store of leasehold.store.";
            };
        }
        return "Change " + property + ".";
    }

    private @Nullable String origin(String property) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            Origin origin = found == null ? null : found.getOrigin();
            if (origin != null) {
                return origin.toString();
            }
        }
        return null;
    }
}
