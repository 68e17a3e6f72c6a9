// Who changes a host, and from where, as others are told.
import { hostname, userInfo } from 'node:os'

/** Of CI the actor and the run, where it says them. */
export const whoami = ({ env } = process) => ({
  owner: env.GITHUB_ACTOR ?? env.GITLAB_USER_LOGIN ?? userInfo().username,
  from: env.GITHUB_RUN_ID ? `CI run ${env.GITHUB_RUN_ID}` : hostname(),
})
