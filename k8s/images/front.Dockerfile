# The front and the janus commands, without libtorch: docker build -f k8s/images/front.Dockerfile -t janus-front:1.0.0 .
FROM mcr.microsoft.com/dotnet/sdk:10.0.100-noble AS build
WORKDIR /work
COPY . .
RUN k8s/images/publish.sh front /app

# No shell, no package manager.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
USER 1654:1654
EXPOSE 8080
# For Docker; Kubernetes has probes of its own.
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s CMD ["/app/JanusCluster.Client", "health"]
ENTRYPOINT ["/app/JanusCluster.Client"]
CMD ["serve"]
