# A silo on NVIDIA GPUs: docker build -f k8s/images/silo.Dockerfile -t janus-silo:1.0.0 .
# libtorch brings the CUDA libraries that it needs; of the base it takes the driver's mount points and environment.
FROM mcr.microsoft.com/dotnet/sdk:10.0.100-noble AS build
WORKDIR /work
COPY . .
RUN k8s/images/publish.sh silo /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0.0-noble AS runtime

FROM nvidia/cuda:12.8.1-base-ubuntu24.04
COPY --from=runtime /usr/share/dotnet /usr/share/dotnet
ENV DOTNET_ROOT=/usr/share/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_RUNNING_IN_CONTAINER=true
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1654 --no-create-home --shell /usr/sbin/nologin app
WORKDIR /app
COPY --from=build /app .
USER 1654:1654
EXPOSE 11111 30000 9464
# For Docker; Kubernetes has probes of its own.
HEALTHCHECK --interval=10s --timeout=6s --start-period=600s CMD ["/app/JanusCluster.Silo", "health"]
ENTRYPOINT ["/app/JanusCluster.Silo"]
