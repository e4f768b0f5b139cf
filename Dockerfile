# syntax=docker/dockerfile:1

FROM node:24.11.1-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools tools
COPY web/package.json web/
# The compiler comes with the workspace in tools/, because `npm start` builds: nothing of dev is needed here.
RUN npm ci --omit=dev
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY migrations migrations
COPY sql sql
COPY docs/openapi.json docs/
COPY src src
COPY web web
RUN node scripts/build.mjs

FROM node:24.11.1-slim
# Half of the threads look up names: those of the mail server, the OpenID provider and KMS may hang, and that of PostgreSQL
# is still found (docs/threat-model.md).
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 UV_THREADPOOL_SIZE=8
# The allocator of glibc gives freed buffers back to the system, instead of keeping them between what is in use.
ENV MALLOC_MMAP_THRESHOLD_=65536
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 3000
# Node itself is the container's process, so that SIGTERM reaches it and it can drain.
CMD ["node", "--max-semi-space-size=32", "--heap-growing-percent=200", "dist/bundle/main.js"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
