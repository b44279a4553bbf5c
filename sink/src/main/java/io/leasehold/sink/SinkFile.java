package io.leasehold.sink;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.sink.internal.file.FileMode;
import io.leasehold.sink.internal.file.Target;
import io.leasehold.sink.internal.template.SecretQuery;
import io.leasehold.sink.internal.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One file of a sink: what it holds, where it goes, who may read it, and what is run when it has changed. Immutable.
 */
public final class SinkFile {

    private final Target target;
    private final @Nullable FileContent content;
    private final @Nullable Template template;
    private final @Nullable SinkCommand command;

    private SinkFile(Builder builder, Target target) {
        this.target = target;
        this.content = builder.content;
        this.template = builder.template;
        this.command = builder.command;
    }

    /**
     * Starts a file.
     *
     * @param destination where it goes. A file that is there is replaced; a symbolic link is refused: name the file itself. Its
     *     folder is made where it is missing. Nobody but the users of the file should be able to write to the folder
     * @return a builder; not thread-safe
     */
    public static Builder at(Path destination) {
        return new Builder(destination);
    }

    /**
     * Where it goes.
     *
     * @return absolute
     */
    public Path destination() {
        return target.path();
    }

    Target target() {
        return target;
    }

    Optional<SinkCommand> command() {
        return Optional.ofNullable(command);
    }

    Set<SecretQuery> queries() {
        return template == null ? Set.of() : template.queries();
    }

    /** Whether it is about a secret that it does not name itself. */
    boolean needsOwnSecret() {
        return template == null || template.queries().isEmpty();
    }

    byte[] render(Function<SecretQuery, Secret> secrets, @Nullable Secret own) {
        String text;
        if (template != null) {
            text = template.render(secrets, own);
        } else {
            text = Objects.requireNonNull(content).of(Objects.requireNonNull(own));
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SinkFile[" + target.path() + "]";
    }

    /** Configures a file. Not thread-safe. */
    public static final class Builder {

        private final Path destination;
        private @Nullable FileContent content;
        private @Nullable Template template;
        private @Nullable SinkCommand command;
        private String permissions = "0600";
        private @Nullable String owner;
        private @Nullable String group;

        private Builder(Path destination) {
            this.destination = destination;
        }

        /**
         * What it holds, in a ready-made format.
         *
         * @param value the format
         * @return this
         */
        public Builder content(FileContent value) {
            content = value;
            template = null;
            return this;
        }

        /**
         * What it holds, as a template in the language of Vault Agent. It names its secrets itself, by
         * {@code {{ with secret "path" "name=value" }}}; or it is about the sink's secret, whose fields are {@code .Data.username}
         * and so on.
         *
         * @param text the template
         * @return this
         * @throws InvalidRequestException when it cannot be read, with line and column
         */
        public Builder template(String text) {
            template = Template.parse("template of " + destination.getFileName(), text);
            content = null;
            return this;
        }

        /**
         * What it holds, as a template in a file, which is read now and not again.
         *
         * @param file the template's file, in UTF-8
         * @return this
         * @throws InvalidRequestException when it cannot be read, with line and column
         */
        public Builder templateFile(Path file) {
            try {
                template = Template.parse(file.toString(), Files.readString(file));
            } catch (IOException e) {
                throw new InvalidRequestException("template", "cannot be read from " + file + ": " + e.getMessage());
            }
            content = null;
            return this;
        }

        /**
         * Who may read it.
         *
         * @param octal such as {@code 0644}; {@code 0600} by default. Letting everybody write is refused
         * @return this
         */
        public Builder permissions(String octal) {
            permissions = octal;
            return this;
        }

        /**
         * Who owns it; to give files away takes the rights of root.
         *
         * @param name a user's name or number; the user of this process by default
         * @return this
         */
        public Builder owner(String name) {
            owner = name;
            return this;
        }

        /**
         * Its group.
         *
         * @param name a group's name or number; that of this process by default
         * @return this
         */
        public Builder group(String name) {
            group = name;
            return this;
        }

        /**
         * What is run when this file has changed. A command that several files of a sink have in common runs once for all of them.
         *
         * @param value the command
         * @return this
         */
        public Builder command(SinkCommand value) {
            command = value;
            return this;
        }

        /**
         * The file.
         *
         * @return the file
         * @throws InvalidRequestException when content or destination are missing, or permissions are no good
         */
        public SinkFile build() {
            if (content == null && template == null) {
                throw new InvalidRequestException("content", "is needed for " + destination + ", or a template");
            }
            return new SinkFile(this, new Target(destination, FileMode.parse(permissions), owner, group));
        }
    }
}
