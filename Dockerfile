# The product as one image for api, worker and scheduler. Built in stages of their own, run in the last: no sources, no development dependencies, no
# shell history of a build, user 1000, and nothing it could not run with a read-only root.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY web/package.json web/
# The cache of npm is as large as what it installs, and nobody reads it again.
RUN npm ci --no-audit --no-fund --cache /tmp/npm && rm -rf /tmp/npm

# Beside the build, not after it: packages that did not change are not pruned again for sources that did.
FROM packages AS runtime
RUN npm prune --omit=dev --workspaces=false --no-audit --no-fund

FROM packages AS build
COPY tsconfig.base.json tsconfig.json ./
COPY scripts/build.mjs scripts/precompress.mjs scripts/
COPY src src
COPY web web
RUN node scripts/build.mjs && node scripts/precompress.mjs dist/web

# What changes least comes first: an update makes the last layers only.
FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
# For the scheduler's backup, of the major of the server.
RUN install -d -o 1000 -g 1000 /srv/page logs/app && { command -v pg_dump && command -v openssl \
  || { apt-get update && apt-get install -y --no-install-recommends postgresql-client-15 openssl && rm -rf /var/lib/apt/lists/*; }; }
USER 1000:1000
EXPOSE 8000 8001 8002
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["node", "scripts/health.mjs"]
ENTRYPOINT ["node", "--enable-source-maps", "bin/fxalert.mjs"]
CMD ["up"]
# Root's, as everything that is copied: the product cannot change itself.
COPY --from=runtime /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json LICENSE ./
COPY bin bin
COPY config config
COPY scripts/build.mjs scripts/health.mjs scripts/publish-page.mjs scripts/backup-native.sh scripts/
COPY scripts/lib/backup-turn.sh scripts/lib/database-url.sh scripts/lib/rows-in-dump.sh scripts/lib/
# Last, so that another version of the same files is built from what is there.
ARG VERSION=local
LABEL org.opencontainers.image.title="FX Alert" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
