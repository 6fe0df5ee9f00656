# Builds from the sources with BuildKit and nothing else: docker build -t ecs-usage-report .
# The jar is the same for every platform and is made on the builder's own.
FROM --platform=$BUILDPLATFORM eclipse-temurin:25-jdk AS jar
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true package

# A Java runtime with the modules that the jar refers to. Its class files are not compressed:
# the registry compresses the layer anyway, and the start does not have to undo it.
FROM eclipse-temurin:25-jdk AS runtime
COPY --from=jar /src/target/ecs-usage-report.jar /opt/ecs-usage-report.jar
RUN modules=$(jdeps --multi-release 25 --ignore-missing-deps --print-module-deps /opt/ecs-usage-report.jar) \
    && jlink --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output /opt/jre

# glibc and nothing that can be run: no shell, no package manager, no OpenSSL (the endpoint is plain http).
FROM gcr.io/distroless/base-nossl-debian13:nonroot
LABEL org.opencontainers.image.title="ecs-usage-report" \
      org.opencontainers.image.description="A sidecar that ends every Amazon ECS task with one REPORT line: duration, CPU, memory." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="https://github.com/ecsusagereport/ecs-usage-report"
COPY --from=runtime /opt/jre /opt/jre
COPY --from=runtime /opt/ecs-usage-report.jar /opt/ecs-usage-report.jar
COPY LICENSE /opt/LICENSE
# The JVM reads the environment in the locale's character set: without this a USAGE_JOB that is not
# ASCII is lost. The base has no locale but C.
COPY --from=runtime /usr/lib/locale/C.utf8 /usr/lib/locale/C.utf8
ENV LANG=C.UTF-8
USER 65532:65532
WORKDIR /
# Exec form: the JVM is PID 1 and gets SIGTERM itself. Nothing is written to a file: no performance
# data in /tmp, a crash log to standard error. The heap is a ceiling, not what is used.
# ExitOnOutOfMemoryError is left out on purpose: it would end the JVM before the line is written.
ENTRYPOINT ["/opt/jre/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx24m", "-XX:-UsePerfData", "-XX:+ErrorFileToStderr", "-jar", "/opt/ecs-usage-report.jar"]
