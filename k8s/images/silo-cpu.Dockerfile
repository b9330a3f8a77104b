# A silo on processors, with a small random model for the overlay "local": docker build -f k8s/images/silo-cpu.Dockerfile -t janus-silo-cpu:1.0.0 .
FROM mcr.microsoft.com/dotnet/sdk:10.0.100-noble AS build
WORKDIR /work
COPY . .
RUN k8s/images/publish.sh silo-cpu /app
RUN dotnet run -c Release --project src/Standalone -- model init --preset nano --out /models/janus-nano

FROM mcr.microsoft.com/dotnet/aspnet:10.0.0-noble
WORKDIR /app
COPY --from=build /app .
COPY --from=build /models /models
USER 1654:1654
EXPOSE 11111 30000 9464
# For Docker; Kubernetes has probes of its own.
HEALTHCHECK --interval=10s --timeout=6s --start-period=120s CMD ["/app/JanusCluster.Silo", "health"]
ENTRYPOINT ["/app/JanusCluster.Silo"]
