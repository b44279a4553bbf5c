package io.leasehold.it.crash;

import java.io.File;
import java.util.List;

/** How children are started: with the class path of the tests, and as cheaply as a JVM can be. */
final class ChildClassPath {

    List<String> command() {
        return List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-classpath",
                System.getProperty("java.class.path"));
    }
}
