import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { notFound } from '../kernel/errors.js';
import { changeService, registerService, type ServiceParts } from './change-service.js';
import { countCoes, type ListServicesParts, listServices, presentService } from './list-services.js';
import { mergeService, unmergeService } from './merge-services.js';
import { mergeInput, serviceInput, servicePatch, serviceSchema } from './service-schema.js';
import type { StoredService } from './service-store.js';

export type ServiceRoutesParts = ServiceParts & ListServicesParts;

const params = z.object({ id: z.string().max(100) });
const listQuery = z.strictObject({
  ...pageQuery,
  q: z.string().max(200).optional().describe('part of a name or alias'),
  merged: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
});

/** The register of services. */
export function serviceRoutes(parts: ServiceRoutesParts): Endpoint[] {
  const present = async (service: StoredService, actor: Actor) =>
    presentService(parts.register, service, await countCoes(parts, actor));
  const service = { description: 'The service', schema: serviceSchema };
  return [
    endpoint({
      method: 'get',
      path: '/services',
      action: 'service.read',
      tag: 'Services',
      summary: 'The register of services, by name',
      description:
        'Names that COEs use are registered by themselves. All names of a service mean it wherever services are filtered or compared.',
      query: listQuery,
      responses: { 200: { description: 'A page', schema: pageOf(serviceSchema) } },
      async handle({ query, actor }) {
        return { status: 200, body: await listServices(parts, query, actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/services',
      action: 'service.change',
      tag: 'Services',
      summary: 'Register a service',
      body: serviceInput,
      responses: { 201: service },
      async handle({ body, actor }) {
        const made = await registerService(parts, body, actor);
        const headers = { Location: `/api/v1/services/${made._id}` };
        return { status: 201, body: await present(made, actor), headers };
      },
    }),
    endpoint({
      method: 'get',
      path: '/services/{id}',
      action: 'service.read',
      tag: 'Services',
      summary: 'One service',
      params,
      responses: { 200: service },
      async handle({ params, actor }) {
        const found = (await parts.services.byId(params.id)) ?? notFound('service', params.id);
        const shown = await present(found, actor);
        if (found.registeredBy === 'use' && shown.coes === 0 && found.mergedInto === null)
          notFound('service', params.id);
        return { status: 200, body: shown };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/services/{id}',
      action: 'service.change',
      tag: 'Services',
      summary: 'Change name, aliases, team, tier or owner',
      description:
        'A name it had stays an alias. A name that another service has is refused (409): merge the two instead.',
      params,
      body: servicePatch,
      responses: { 200: service },
      async handle({ params, body, actor }) {
        return { status: 200, body: await present(await changeService(parts, params.id, body, actor), actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/services/{id}/merge',
      action: 'service.merge',
      tag: 'Services',
      summary: 'Make two services one',
      description:
        'Rewrites no COE: what people wrote then means the other service. POST /services/{id}/unmerge undoes it.',
      params,
      body: mergeInput,
      responses: { 200: { description: 'The service that stays', schema: serviceSchema } },
      async handle({ params, body, actor }) {
        const into = body.into ?? params.id;
        let stays: StoredService | undefined;
        for (const from of body.from ?? [params.id]) stays = await mergeService(parts, from, into, actor);
        return { status: 200, body: await present(stays as StoredService, actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/services/{id}/unmerge',
      action: 'service.merge',
      tag: 'Services',
      summary: 'Give a merged service its names back',
      params,
      responses: { 200: service },
      async handle({ params, actor }) {
        return { status: 200, body: await present(await unmergeService(parts, params.id, actor), actor) };
      },
    }),
  ];
}
