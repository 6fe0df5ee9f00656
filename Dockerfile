# Builds from the sources with BuildKit and nothing else: docker build -t ecs-usage-report .
# The jar is the same for every platform and is made on the builder's own.
FROM --platform=$BUILDPLATFORM eclipse-temurin:25-jdk AS jar
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true package

# The runtime of the image's own platform: a cache of classes fits one processor and one jar.
FROM eclipse-temurin:25-jdk AS runtime
WORKDIR /src
COPY scripts scripts
COPY --from=jar /src/target/ecs-usage-report.jar /tmp/ecs-usage-report.jar
RUN scripts/build-runtime /opt/ecs-usage-report /tmp/ecs-usage-report.jar

# glibc and nothing that can be run: no shell, no package manager, no OpenSSL (the endpoint is plain http).
FROM gcr.io/distroless/base-nossl-debian13:nonroot
LABEL org.opencontainers.image.title="ecs-usage-report" \
      org.opencontainers.image.description="A sidecar that ends every Amazon ECS task with one REPORT line: duration, CPU, memory." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="https://github.com/ecsusagereport/ecs-usage-report"
COPY --from=runtime /opt/ecs-usage-report /opt/ecs-usage-report
COPY LICENSE /opt/ecs-usage-report/LICENSE
# The JVM reads the environment in the locale's character set: without this a USAGE_JOB that is not
# ASCII is lost. The base has no locale but C.
COPY --from=runtime /usr/lib/locale/C.utf8 /usr/lib/locale/C.utf8
ENV LANG=C.UTF-8
USER 65532:65532
WORKDIR /
# Exec form: the JVM is PID 1 and gets SIGTERM itself. Its other flags are in the runtime.
# ExitOnOutOfMemoryError is left out on purpose: it would end the JVM before the line is written.
ENTRYPOINT ["/opt/ecs-usage-report/bin/java", "-XX:AOTCache=/opt/ecs-usage-report/lib/ecs-usage-report.aot", "-cp", "/opt/ecs-usage-report/lib/ecs-usage-report.jar", "io.github.ecsusagereport.Main"]
