package io.leasehold.examples.quickstart;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Starts another program of this module the way this one was started: on the module path or on the class path. */
final class ChildProcess {

    private ChildProcess() {}

    static List<String> command(Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        if (main.getModule().isNamed()) {
            command.add("--module-path=" + System.getProperty("jdk.module.path"));
            command.add("--add-modules");
            command.add("ALL-MODULE-PATH");
            command.add("--module");
            command.add(main.getModule().getName() + "/" + main.getName());
        } else {
            command.add("-classpath");
            command.add(System.getProperty("java.class.path"));
            command.add(main.getName());
        }
        command.addAll(List.of(args));
        return command;
    }
}
